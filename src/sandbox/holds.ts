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

interface Planned<Call> {
  readonly matches: (call: Call) => boolean;
  readonly when: HoldPoint;
  readonly reach: () => void;
  readonly released: Promise<void>;
}

/** The calls that a test wants held. */
export class Holds<Call> {
  readonly #planned: Planned<Call>[] = [];

  /** Holds the next call that matches. */
  add(matches: (call: Call) => boolean, when: HoldPoint): Hold {
    const { promise: reached, resolve: reach } = signal();
    const { promise: released, resolve: release } = signal();
    this.#planned.push({ matches, when, reach, released });
    return { reached, release };
  }

  /**
   * Runs a call, held where that is planned. `undefined` where the caller hung up in the meantime, in which case
   * a call held before its effect has none.
   *
   * @param hangUp aborted when the caller hangs up
   */
  async run<Result>(
    call: Call,
    hangUp: AbortSignal,
    effect: () => Result | Promise<Result>,
  ): Promise<{ readonly result: Result } | undefined> {
    const index = this.#planned.findIndex(({ matches }) => matches(call));
    const [planned] = index === -1 ? [] : this.#planned.splice(index, 1);
    if (planned?.when === 'before' && !(await stand(planned, hangUp))) return undefined;
    const result = await effect();
    if (planned?.when === 'after' && !(await stand(planned, hangUp))) return undefined;
    return { result };
  }
}

/** Waits for the release; whether the caller is still there then. */
async function stand(planned: Planned<never>, hangUp: AbortSignal): Promise<boolean> {
  planned.reach();
  const { promise: hungUp, resolve } = signal();
  hangUp.addEventListener('abort', resolve, { once: true });
  if (hangUp.aborted) return false;
  await Promise.race([planned.released, hungUp]);
  for (let turn = 0; turn < TURNS_TO_NOTICE && !hangUp.aborted; turn += 1) await setImmediate();
  return !hangUp.aborted;
}

function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
