import type { Platform } from '../identity.ts';
import type { Tracer } from '../tracing/tracer.ts';

/** An event that was dealt with, as the log names it. */
export interface Handled {
  readonly platform: Platform;
  readonly command: string;
  readonly outcome: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** Hears of each event when it comes, and when it was dealt with. */
export interface DeskObserver {
  readonly onEvent: (platform: Platform) => void;
  readonly onHandled: (handled: Handled) => void;
}

/** Who may see how the desk fares. */
export interface DeskWatchers {
  readonly observer?: DeskObserver | undefined;
  readonly tracer?: Tracer | undefined;
}
