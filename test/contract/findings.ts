/** How often each thing was seen. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times);
  }

  /** How many different things were seen. */
  get kinds(): number {
    return this.#counts.size;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first. */
  get entries(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }

  /** `Message 200, User 30` */
  toString(): string {
    return this.entries.map(([name, count]) => `${name} ${count}`).join(', ');
  }
}

/** What the check of one platform came to. */
export class Findings {
  /** The bots' calls, by operation. */
  readonly calls = new Tally();
  /** What the sandbox sent, by the name of its schema. */
  readonly objects = new Tally();
  /** What breaks the contract: where and what was expected, never a value that was sent. */
  readonly mismatches = new Tally();

  /** Notes the problems that there are with something that went that way. */
  add(where: string, problems: readonly string[]): void {
    for (const problem of problems) this.mismatches.add(`${where}: ${problem}`);
  }
}
