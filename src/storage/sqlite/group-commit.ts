import type { Slot } from '../storage.ts';

/** More would keep reads waiting. */
const MAX_GROUP = 100;

interface Commit {
  readonly changes: readonly Slot[];
  readonly expected: readonly Slot[];
  resolve(done: boolean): void;
  reject(error: unknown): void;
}

type Run = (changes: readonly Slot[], expected: readonly Slot[]) => Promise<boolean>;

/**
 * Commits that come while another one is being written, written together: the disk is then waited for once.
 *
 * Only those go together that have no record in common, so that all of them at once are the same as one after the
 * other. Where something is not as one of them expects, each is tried alone.
 */
export class GroupCommit {
  readonly #run: Run;
  #waiting: Commit[] = [];
  #busy = false;

  constructor(run: Run) {
    this.#run = run;
  }

  /** @returns whether everything was as expected; else nothing has changed */
  commit(changes: readonly Slot[], expected: readonly Slot[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, expected, resolve, reject });
      if (!this.#busy) this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) await this.#write(this.#takeGroup());
    this.#busy = false;
  }

  /** The first ones, up to one that has a record in common with those before it. */
  #takeGroup(): readonly Commit[] {
    const taken = new Set<string>();
    let count = 0;
    for (const { changes, expected } of this.#waiting.slice(0, MAX_GROUP)) {
      const names = new Set([...changes, ...expected].map(({ name }) => name));
      if ([...names].some((name) => taken.has(name))) break;
      for (const name of names) taken.add(name);
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #write(group: readonly Commit[]): Promise<void> {
    try {
      const done = await this.#run(
        group.flatMap(({ changes }) => changes),
        group.flatMap(({ expected }) => expected),
      );
      if (done || group.length === 1) for (const { resolve } of group) resolve(done);
      else for (const each of group) await this.#write([each]);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
