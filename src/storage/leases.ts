/**
 * Names that one of several processes on the same store has to itself for a while, by the clock of the store.
 *
 * A holder that dies lets its names go when their time runs out, so a lease says who shall begin something; what
 * must not happen twice is kept apart by `Storage.commit`, which no pause of a process gets around. Names and
 * holders are stored in plain text: nothing of a user belongs in them.
 */
export interface Leases {
  /**
   * Takes a name for `ms` milliseconds, or extends the time of one that `holder` has, unless another has it.
   *
   * @returns who has it now; at once where nobody has to be asked
   */
  take(name: string, holder: string, ms: number): string | Promise<string>;
  /** Hands a name on for `ms` milliseconds. @returns whether `from` still had it; else nothing has changed */
  pass(name: string, from: string, to: string, ms: number): Promise<boolean>;
  /** Lets a name go before its time, if `holder` has it. */
  release(name: string, holder: string): Promise<void>;
  /** Clears away names whose time is over; nobody has them, whether they are cleared away or not. */
  sweep(): Promise<void>;
}
