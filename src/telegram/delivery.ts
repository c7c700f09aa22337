import { GrammyError, HttpError } from 'grammy';
import { type Delivery, deliveryOf as settle } from '../chat/delivery.ts';
import { type Sending, sendingAfter } from '../chat/notifier.ts';

/** Refusals that do not have a code of their own, in the words of tdlib/telegram-bot-api. */
const EXPECTED: readonly { readonly description: RegExp; readonly delivery: Delivery }[] = [
  { description: /query is too old/, delivery: 'too-late' },
  { description: /chat not found|group chat was upgraded|PEER_ID_INVALID/, delivery: 'gone' },
  { description: /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED/, delivery: 'blocked' },
];

/** What became of calls that bring an answer; rejects with what is not expected of Telegram. */
export function deliveryOf(calls: Promise<unknown>): Promise<Delivery> {
  return settle(calls, explain);
}

/** What became of one call that brings a message nobody asked for; rejects as {@link deliveryOf} does. */
export function sendingOf(call: Promise<unknown>): Promise<Sending> {
  // grammY keeps the exception behind a failed request in `error`.
  return settle(call, (error) =>
    sendingAfter(explain(error), error instanceof HttpError ? error.error : error),
  );
}

function explain(error: unknown): Delivery | undefined {
  if (error instanceof HttpError) return 'unreachable';
  if (!(error instanceof GrammyError)) return undefined;
  // 403 says that the bot was blocked or kicked, or that the user is deactivated.
  if (error.error_code === 403) return 'blocked';
  if (error.error_code === 429) return 'throttled';
  if (error.error_code >= 500) return 'unreachable';
  return EXPECTED.find(({ description }) => description.test(error.description))?.delivery;
}

/** Telegram tells refusals of one kind apart by their description only. */
export function isRefusal(error: unknown, description: string): boolean {
  return error instanceof GrammyError && error.description.includes(description);
}
