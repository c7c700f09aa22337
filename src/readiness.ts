/** Finds out whether a part of the process works. @returns why it does not, in words for the operator */
export type Check = () => Promise<string | undefined> | string | undefined;

/** Whether the process can do its work. */
export interface Standing {
  /** Whether it is about to end, and shall be given nothing more to do. */
  readonly draining: boolean;
  /** What keeps each part from working; `undefined` where nothing does. */
  readonly parts: Readonly<Record<string, string | undefined>>;
}

/** Tells whether all parts of the process work. */
export class Readiness {
  readonly #checks: Readonly<Record<string, Check>>;
  #draining = false;

  /** @param checks by the name of the part; none may reject */
  constructor(checks: Readonly<Record<string, Check>>) {
    this.#checks = checks;
  }

  /** From now on the process is not ready, whatever works. */
  drain(): void {
    this.#draining = true;
  }

  async standing(): Promise<Standing> {
    const parts = await Promise.all(
      Object.entries(this.#checks).map(async ([part, check]) => [part, await check()] as const),
    );
    return { draining: this.#draining, parts: Object.fromEntries(parts) };
  }
}

/** Whether everything works that has to. */
export function isReady({ draining, parts }: Standing): boolean {
  return !draining && Object.values(parts).every((problem) => problem === undefined);
}
