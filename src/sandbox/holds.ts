import { setImmediate } from 'node:timers/promises';

/** Where a call is held: before it has any effect, or when it had it and only the answer is due. */
export type HoldPoint = 'before' | 'after';

/** A call that waits, until it is released or its caller hangs up. */
export interface Hold {
  /** Resolves when a call waits here. */
  readonly reached: Promise<void>;
  /** Lets the call go on, now or when it comes. */
  release(): void;
}

/** Turns of the event loop in which the end of a dead caller's connection is surely noticed. */
const TURNS_TO_NOTICE = 10;

/** A call that a test wants held. */
export class HeldCall implements Hold {
  readonly reached: Promise<void>;
  readonly #when: HoldPoint;
  readonly #reach: () => void;
  readonly #released: Promise<void>;
  readonly #release: () => void;

  constructor(when: HoldPoint) {
    this.#when = when;
    ({ promise: this.reached, resolve: this.#reach } = signal());
    ({ promise: this.#released, resolve: this.#release } = signal());
  }

  release(): void {
    this.#release();
  }

  /**
   * Waits for the release, where the call is to be held at that point.
   *
   * @param hangUp aborted when the caller hangs up
   * @returns whether the caller is still there
   */
  async pass(point: HoldPoint, hangUp: AbortSignal): Promise<boolean> {
    if (point !== this.#when) return true;
    const { promise: hungUp, resolve } = signal();
    hangUp.addEventListener('abort', resolve, { once: true });
    this.#reach();
    if (!hangUp.aborted) await Promise.race([this.#released, hungUp]);
    for (let turn = 0; turn < TURNS_TO_NOTICE && !hangUp.aborted; turn += 1) await setImmediate();
    return !hangUp.aborted;
  }
}

/** The calls that a test wants held. */
export class Holds<Call> {
  readonly #planned: { readonly matches: (call: Call) => boolean; readonly held: HeldCall }[] = [];

  /** Holds the next call that matches. */
  add(matches: (call: Call) => boolean, when: HoldPoint): Hold {
    const held = new HeldCall(when);
    this.#planned.push({ matches, held });
    return held;
  }

  /** What holds that call, if it is to be held. */
  take(call: Call): HeldCall | undefined {
    const index = this.#planned.findIndex(({ matches }) => matches(call));
    return index === -1 ? undefined : this.#planned.splice(index, 1)[0]?.held;
  }
}

function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
