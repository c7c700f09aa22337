import { type Context, GrammyError, HttpError } from 'grammy';
import type { IncomingRequest } from '../chat/desk.ts';
import type { Exchange } from '../chat/exchange.ts';
import type { Reply } from '../chat/reply.ts';
import type { ChatEvent } from '../chat/request.ts';
import type { Identity } from '../identity.ts';
import { isAdministrator } from './administrators.ts';
import { deliveryOf, isRefusal } from './delivery.ts';
import { mediaOf, messagesOf, type Outgoing, send } from './outgoing.ts';
import { renderPlain } from './render.ts';

/** The most characters that an alert takes (Bot API, `answerCallbackQuery`). */
const MAX_ALERT_LENGTH = 200;

/** The request behind an update; `undefined` where nobody in particular sent it, such as a channel. */
export function requestOf(ctx: Context, event: ChatEvent): IncomingRequest | undefined {
  if (ctx.from === undefined || ctx.chat === undefined) return undefined;
  return {
    platform: 'telegram',
    user: identityOf(ctx.from.id),
    place: ctx.chat.type === 'private' ? 'private' : 'group',
    languageHint: ctx.from.language_code,
    ...(ctx.chat.type !== 'private' && {
      channel: { id: String(ctx.chat.id), title: ctx.chat.title },
      isAdministrator: () => isAdministrator(ctx),
    }),
    event,
  };
}

/** Answers by a new message; in a group as a reply, so that it is plain whom it is for. */
export function newMessage(ctx: Context, user: Identity): Exchange {
  return { deliver: (reply) => deliveryOf(sayAnew(ctx, messagesOf(reply, user, ctx.me.username))) };
}

/** Answers a pressed button by editing its message, beside it, or by a message of its own. */
export function editedMessage(ctx: Context, user: Identity): Exchange {
  return {
    deliver: (reply) => {
      if (reply.aside) return deliveryOf(sayAside(ctx, user, reply));
      return deliveryOf(reply.fresh ? sayAnewAndConfirm(ctx, user, reply) : editAndConfirm(ctx, user, reply));
    },
  };
}

async function sayAnew(ctx: Context, messages: readonly Outgoing[]): Promise<void> {
  const { chat, msg, msgId } = ctx;
  if (chat === undefined) return;
  const inGroup = chat.type !== 'private' && msgId !== undefined;
  for (const message of messages) {
    await send(ctx.api, chat.id, message, {
      ...(msg?.is_topic_message && { message_thread_id: msg.message_thread_id }),
      ...(inGroup && { reply_parameters: { message_id: msgId, allow_sending_without_reply: true } }),
    });
  }
}

async function sayAnewAndConfirm(ctx: Context, user: Identity, reply: Reply): Promise<void> {
  await sayAnew(ctx, messagesOf(reply, user, ctx.me.username));
  await confirm(ctx, undefined);
}

async function editAndConfirm(ctx: Context, user: Identity, reply: Reply): Promise<void> {
  const changed = await edit(ctx, user, reply);
  await confirm(ctx, changed ? undefined : reply.whenUnchanged);
}

/** Says something in an alert, or where that is too long for one, in a new message. */
async function sayAside(ctx: Context, user: Identity, reply: Reply): Promise<void> {
  const plain = renderPlain(reply);
  if (plain.length <= MAX_ALERT_LENGTH) {
    await ctx.answerCallbackQuery({ text: plain, show_alert: true });
    return;
  }
  await sayAnewAndConfirm(ctx, user, reply);
}

/** Ends the progress bar of the pressed button, with a passing notification if there is something to say. */
async function confirm(ctx: Context, toast: string | undefined): Promise<void> {
  try {
    await ctx.answerCallbackQuery(toast === undefined ? {} : { text: toast });
  } catch (error) {
    // A press from before a restart may be too old for that; the message has said it all the same.
    if (!isRefusal(error, 'query is too old')) throw error;
  }
}

/**
 * Whether anything was said that was not there before.
 *
 * A message that is gone is replaced by a new one. So is the answer new that the message cannot become: Telegram
 * turns a text into a photo, but no photo into a text, and the photo is worth keeping.
 */
async function edit(ctx: Context, user: Identity, reply: Reply): Promise<boolean> {
  const messages = messagesOf(reply, user, ctx.me.username);
  const [message, ...more] = messages;
  const becoming = more.length === 0 ? become(ctx, message) : undefined;
  if (becoming === undefined) {
    await sayAnew(ctx, messages);
    return true;
  }
  try {
    await becoming;
    return true;
  } catch (error) {
    if (isRefusal(error, 'message is not modified')) return false;
    if (!isRefusal(error, 'message to edit not found') && !isRefusal(error, "message can't be edited"))
      throw error;
    await sayAnew(ctx, messages);
    return true;
  }
}

/** Edits the message of the pressed button; `undefined` where it cannot become what is to be said. */
function become(ctx: Context, message: Outgoing): Promise<unknown> | undefined {
  const { html, keyboard } = message;
  const options = { reply_markup: { inline_keyboard: keyboard } };
  if (message.kind === 'photo') return ctx.editMessageMedia(mediaOf(message.picture, html), options);
  if (message.kind === 'document' || ctx.msg?.photo !== undefined || ctx.msg?.document !== undefined)
    return undefined;
  return ctx.editMessageText(html, {
    ...options,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
}

/**
 * Deletes the message of the update; `false` where it still stands, since Telegram does not let the bot, or
 * cannot be reached.
 */
export async function deleteMessage(ctx: Context): Promise<boolean> {
  try {
    return await ctx.deleteMessage();
  } catch (error) {
    // Somebody was faster, be it the sender or an earlier attempt whose answer was lost.
    if (isRefusal(error, 'message to delete not found')) return true;
    if (error instanceof GrammyError || error instanceof HttpError) return false;
    throw error;
  }
}

export function identityOf(userId: number): Identity {
  return `telegram:${userId}`;
}
