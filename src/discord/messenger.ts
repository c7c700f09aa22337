import {
  REST,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  Routes,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import { audienceOf, type Destination, type Sending } from '../chat/notifier.ts';
import type { Reply } from '../chat/reply.ts';
import type { Identity } from '../identity.ts';
import type { Secret } from '../secret.ts';
import { restOptions } from './client.ts';
import { sendingOf } from './delivery.ts';
import { renderReply } from './render.ts';

/** Discord limits how often direct message channels are opened; a person's stays the same for ever. */
const REMEMBERED = 10_000;

/**
 * Sends messages that nobody asked for.
 *
 * It makes each call once. discord.js would make one again whose answer was lost, and then tell of the last
 * attempt only: of a refused connection, where the message may stand in the chat since the one before.
 */
export class Messenger {
  readonly #rest: REST;
  readonly #directMessages = new LRUCache<Identity, string>({ max: REMEMBERED });

  constructor(token: Secret, apiRoot: string | undefined, log: Logger, dispatcher: Dispatcher) {
    this.#rest = new REST({ ...restOptions(apiRoot, log, dispatcher), retries: 0 }).setToken(token.reveal());
  }

  async send(to: Destination, reply: Reply, nonce: string): Promise<Sending> {
    let channelId = '';
    const opening = await sendingOf(
      this.#channelOf(to).then((id) => {
        channelId = id;
      }),
    );
    // As long as there is no channel, nothing is sent.
    if (opening !== 'delivered') return opening === 'unknown' ? 'unreachable' : opening;
    const { body: message, files } = renderReply(reply, audienceOf(to));
    const body: RESTPostAPIChannelMessageJSONBody = { ...message, nonce, enforce_nonce: true };
    return sendingOf(this.#rest.post(Routes.channelMessages(channelId), { body, files }));
  }

  /** Ends what keeps the limits of calls in order. */
  close(): void {
    this.#rest.clearHashSweeper();
    this.#rest.clearHandlerSweeper();
  }

  async #channelOf(to: Destination): Promise<string> {
    if (to.kind === 'channel') return to.id;
    const known = this.#directMessages.get(to.user);
    if (known !== undefined) return known;
    const opened = await this.#rest.post(Routes.userChannels(), {
      body: { recipient_id: to.user.slice('discord:'.length) },
    });
    const { id } = opened as RESTPostAPICurrentUserCreateDMChannelResult;
    this.#directMessages.set(to.user, id);
    return id;
  }
}
