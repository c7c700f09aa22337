interface Question<In, Out> {
  readonly input: In;
  resolve(output: Out): void;
  reject(error: unknown): void;
}

/**
 * Questions that come at the same time, or while others are under way, asked all at once: on one connection they
 * would stand in line, and each would go through a thread of its own.
 */
export class Batch<In, Out> {
  readonly #askAll: (inputs: readonly In[]) => Promise<readonly Out[]>;
  #waiting: Question<In, Out>[] = [];
  #busy = false;

  /** @param askAll the answer to each of the questions, in their order */
  constructor(askAll: (inputs: readonly In[]) => Promise<readonly Out[]>) {
    this.#askAll = askAll;
  }

  ask(input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // Behind everything else that is about to be asked.
      process.nextTick(() => this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const questions = this.#waiting;
      this.#waiting = [];
      try {
        const answers = await this.#askAll(questions.map(({ input }) => input));
        for (const [index, { resolve }] of questions.entries()) resolve(answers[index] as Out);
      } catch (error) {
        for (const { reject } of questions) reject(error);
      }
    }
    this.#busy = false;
  }
}
