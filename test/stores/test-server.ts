/** A server of the tests' own, on loopback. */
export interface TestServer {
  /** Leads to the server, not yet to a database. */
  readonly url: string;
  stop(): Promise<void>;
}
