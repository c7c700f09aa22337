/** A balance that was read. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The balance from then on; finite. */
  readonly left: number;
}

/** Money that came in, marked on the line. */
export interface TopUp {
  /** Milliseconds since 1970, best that of the first sample which shows it. */
  readonly at: number;
  /** What is written beside the mark: `+100`. */
  readonly amount: string;
}

/** The balance that is expected at a moment to come. */
export interface Expectation {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** Everything that a chart shows, in the words of one language. Structured clone can carry it to a thread. */
export interface Chart {
  readonly title: string;
  /** Ascending in time. The line ends at the last one, so add one at `now` where the balance is known to hold. */
  readonly samples: readonly Sample[];
  readonly topUps: readonly TopUp[];
  /** Ascending in time. Best begun where the samples end. */
  readonly fan?: readonly Expectation[];
  /** Where the time axis begins and ends, in milliseconds since 1970. There is a future where `until` is after `now`. */
  readonly from: number;
  readonly until: number;
  readonly now: number;
  /** BCP 47; dates and numbers on the axes are written as it does. */
  readonly locale: string;
  /** IANA; the time axis is in it. */
  readonly timeZone: string;
  /** What the balance is counted in. */
  readonly unit?: string;
  readonly labels: {
    readonly balance: string;
    readonly topUp: string;
    readonly forecast: string;
    readonly now: string;
  };
}
