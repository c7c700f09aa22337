import type { KeyState } from './key-states.ts';

/** After so many answers that all say the same, a key is asked for half as often, and again after as many more. */
const UNCHANGED_PER_STEP = 24;

/** Never less often than every eighth time that the sweep comes by. */
const MAX_STEPS = 3;

/** What decides how often a key is read. */
export interface Interest {
  readonly state: KeyState | undefined;
  /** When it was last read, by whomever, in milliseconds since 1970. */
  readonly readAt: number | undefined;
  /** Whether somebody is to be warned about it: that must not come late. */
  readonly isGuarded: boolean;
}

/**
 * Whether a key that the sweep comes by is to be read.
 *
 * A key that was read within half a period, since its owner has asked, waits for the next time. One that was
 * read later than now is not kept waiting by a clock that was wrong.
 *
 * @param periodMs how often the sweep comes by
 */
export function isDue({ state, readAt, isGuarded }: Interest, now: number, periodMs: number): boolean {
  if (readAt === undefined || readAt > now) return true;
  const steps = isGuarded ? 0 : Math.floor((state?.unchanged ?? 0) / UNCHANGED_PER_STEP);
  return now - readAt >= periodMs * (2 ** Math.min(steps, MAX_STEPS) - 0.5);
}
