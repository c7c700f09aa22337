import type { Logger } from 'pino';
import type { Adapter } from './adapter.ts';
import type { Destination, Notifier, Sending } from './chat/notifier.ts';
import type { Reply } from './chat/reply.ts';
import { type Platform, platformOf } from './identity.ts';
import { describeError } from './log.ts';
import type { UserHash } from './user-hash.ts';

/** Sends each message through the adapter of its platform, and logs what became of it in one line. */
export class PlatformNotifier implements Notifier {
  readonly #log: Logger;
  readonly #hash: UserHash;
  readonly #adapters = new Map<Platform, Pick<Adapter, 'send'>>();

  /** @param hash what the log may know of people and channels */
  constructor(log: Logger, hash: UserHash) {
    this.#log = log;
    this.#hash = hash;
  }

  /** Adapters come last: they bring events to those who send messages. */
  add(adapter: Pick<Adapter, 'platform' | 'send'>): void {
    this.#adapters.set(adapter.platform, adapter);
  }

  /** To a platform that the bot does not run on, nothing can be sent now; the operator may configure it again. */
  async send(to: Destination, reply: Reply, nonce: string): Promise<Sending> {
    const startedAt = performance.now();
    const platform = to.kind === 'person' ? platformOf(to.user) : to.platform;
    const id = to.kind === 'person' ? to.user : to.id;
    const line = (outcome: object) => ({
      platform,
      ...outcome,
      ms: Math.round(performance.now() - startedAt),
      [to.kind === 'person' ? 'user' : 'channel']: this.#hash(id),
    });
    try {
      const sending = (await this.#adapters.get(platform)?.send(to, reply, nonce)) ?? 'unreachable';
      if (sending === 'delivered') this.#log.info(line({ outcome: reply.outcome }), 'sent unasked');
      else this.#log.warn(line({ outcome: sending, message: reply.outcome }), 'not sent');
      return sending;
    } catch (error) {
      this.#log.error(line({ message: reply.outcome, error: describeError(error) }), 'not sent');
      throw error;
    }
  }
}
