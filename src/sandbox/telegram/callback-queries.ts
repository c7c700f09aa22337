import { badRequest } from './errors.ts';

/** What the bot answered to the press of a button. */
export interface CallbackAnswer {
  readonly kind: 'answer';
  /** '' when the answer only ended the button's progress bar. */
  readonly text: string;
  /** As a dialogue rather than a passing notification. */
  readonly alert: boolean;
  readonly url: string | undefined;
}

interface Waiting {
  readonly resolve: (answer: CallbackAnswer) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Callback queries that the bot has not answered yet. */
export class CallbackQueries {
  readonly #waiting = new Map<string, Waiting>();
  #nextId = 4_000_000_000_000_000_000n + BigInt(Math.floor(Math.random() * 1e15));

  /** Opens a query; `answer` rejects after `timeoutMs` milliseconds, after which its id is too old. */
  open(button: string, timeoutMs: number): { id: string; answer: Promise<CallbackAnswer> } {
    const id = String(this.#nextId);
    this.#nextId += 1n;
    const answer = new Promise<CallbackAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(id)?.reject(new Error(`no answerCallbackQuery for "${button}" within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
    });
    return { id, answer };
  }

  /** @throws Refusal when the id is unknown, too old or answered already */
  answer(id: string, answer: CallbackAnswer): void {
    const waiting = this.#take(id);
    if (waiting === undefined) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    waiting.resolve(answer);
  }

  stop(): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id)?.reject(new Error('the sandbox stopped before the bot answered'));
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
