import { type Context, GrammyError, HttpError } from 'grammy';
import type { Exchange, IncomingRequest } from '../chat/desk.ts';
import type { Reply } from '../chat/reply.ts';
import type { ChatEvent } from '../chat/request.ts';
import type { Identity } from '../identity.ts';
import { deliveryOf, isRefusal } from './delivery.ts';
import { renderPlain, renderReply } from './render.ts';

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
    event,
  };
}

/** Answers by a new message; in a group as a reply, so that it is plain whom it is for. */
export function newMessage(ctx: Context, user: Identity): Exchange {
  return {
    deliver: (reply) => {
      const { text, options } = renderReply(reply, user, ctx.me.username);
      const inGroup = ctx.chat?.type !== 'private' && ctx.msgId !== undefined;
      return deliveryOf(
        ctx.reply(text, {
          ...options,
          ...(inGroup && {
            reply_parameters: { message_id: ctx.msgId, allow_sending_without_reply: true },
          }),
        }),
      );
    },
  };
}

/** Answers a pressed button by editing its message, or beside it. */
export function editedMessage(ctx: Context, user: Identity): Exchange {
  return {
    deliver: (reply) =>
      deliveryOf(reply.aside ? sayAside(ctx, user, reply) : editAndConfirm(ctx, user, reply)),
  };
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
  const { text, options } = renderReply(reply, user, ctx.me.username);
  await ctx.reply(text, options);
  await confirm(ctx, undefined);
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

/** Whether the message changed. A message that is gone is replaced by a new one. */
async function edit(ctx: Context, user: Identity, reply: Reply): Promise<boolean> {
  const { text, options } = renderReply(reply, user, ctx.me.username);
  try {
    await ctx.editMessageText(text, options);
    return true;
  } catch (error) {
    if (isRefusal(error, 'message is not modified')) return false;
    if (!isRefusal(error, 'message to edit not found') && !isRefusal(error, "message can't be edited"))
      throw error;
    await ctx.reply(text, options);
    return true;
  }
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
