import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/** How often the server is asked for a sign of life, and how long that may take, in milliseconds. */
const PAUSE_MS = 1_000;
const PATIENCE_MS = 3_000;

/** What the heartbeat has to do with a client. */
export interface Watched {
  readonly isReady: boolean;
  ping(): Promise<unknown>;
  connect(): Promise<unknown>;
  destroy(): void;
}

/**
 * Ends a connection on which the server has fallen silent, so that everybody who waits for a reply is told, and
 * opens another. The client itself waits without end for what it has sent, and where others go on sending, no
 * timeout of its socket runs out.
 */
export class Heartbeat {
  readonly #client: Watched;
  readonly #onSilence: () => void;
  readonly #stopped = new AbortController();

  /** @param onSilence hears of each connection that was ended */
  constructor(client: Watched, onSilence: () => void = () => undefined) {
    this.#client = client;
    this.#onSilence = onSilence;
  }

  /** Watches a client that is connected, until {@link stop}. */
  start(): void {
    void this.#watch(this.#stopped.signal);
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Whether the server answers, or at least the client knows that it does not. */
  async answers(): Promise<boolean> {
    // A refusal is an answer, too; and where the connection breaks, the client opens another by itself.
    const answer = this.#client.ping().then(
      () => true,
      () => true,
    );
    // Where this process itself was held up, the reply may be there and only waits to be read.
    const silence = delay(PATIENCE_MS, false, { ref: false }).then((silent) => turn(silent));
    return Promise.race([answer, silence]);
  }

  async #watch(stopped: AbortSignal): Promise<void> {
    const client = this.#client;
    while (!stopped.aborted) {
      await delay(PAUSE_MS, undefined, { ref: false });
      // A connection that is being opened has limits of its own.
      if (stopped.aborted || !client.isReady || (await this.answers())) continue;
      if (stopped.aborted || !client.isReady) continue;
      this.#onSilence();
      client.destroy();
      client.connect().catch(() => undefined);
    }
  }
}
