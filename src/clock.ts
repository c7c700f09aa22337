/** What time it is, and whether it passes by itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Without it, what would be done from time to time is done only when it is asked for. */
  readonly runs: boolean;
}

export const SYSTEM_CLOCK: Clock = { now: Date.now, runs: true };
