import { Api } from 'grammy';
import type { Logger } from 'pino';
import { audienceOf, type Destination, type Sending } from '../chat/notifier.ts';
import type { Reply } from '../chat/reply.ts';
import type { Secret } from '../secret.ts';
import type { Calls } from './calls.ts';
import { sendingOf } from './delivery.ts';
import { messagesOf, send } from './outgoing.ts';
import { logFailures, retryThrottled } from './transformers.ts';

/** Sends messages that nobody asked for, none of them again where Telegram may have sent it already. */
export class Messenger {
  readonly #api: Api;

  constructor(token: Secret, { client, straight }: Calls, log: Logger) {
    this.#api = new Api(token.reveal(), client);
    this.#api.config.use(straight, logFailures(log), retryThrottled());
  }

  /** @param botUsername the name that links to the bot are made of */
  async send(to: Destination, reply: Reply, botUsername: string): Promise<Sending> {
    const chatId = to.kind === 'person' ? to.user.slice('telegram:'.length) : to.id;
    const [first, ...more] = messagesOf(reply, audienceOf(to), botUsername);
    const sending = await sendingOf(send(this.#api, chatId, first));
    if (sending !== 'delivered') return sending;
    for (const message of more) {
      // Of a reply of two messages the first one stands there, whatever becomes of the other.
      if ((await sendingOf(send(this.#api, chatId, message))) !== 'delivered') return 'unknown';
    }
    return 'delivered';
  }
}
