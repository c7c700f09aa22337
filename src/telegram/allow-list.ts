import { type Api, Composer, type Context, GrammyError } from 'grammy';
import { type Circle, type Standing, turnedAway } from '../chat/circle.ts';
import type { Desk } from '../chat/desk.ts';
import { editedMessage, newMessage, requestOf } from './exchange.ts';

/** Telegram refuses to say where the bot is not in the group, or has never seen the user. */
const NO_MEMBER: ReadonlySet<number> = new Set([400, 403]);

/** The groups among the chats that a private bot serves. */
export function groupsAmong(chatIds: readonly string[]): string[] {
  return chatIds.filter((id) => id.startsWith('-'));
}

/**
 * Lets through what comes from the chats that a private bot serves, and in private from its circle. Everybody else
 * is told whom to ask, in groups only when they use a command.
 */
export function allowList(chatIds: readonly string[], circle: Circle, desk: Desk): Composer<Context> {
  async function standingOf({ chat, api }: Context): Promise<Standing> {
    if (chat === undefined || chatIds.includes(String(chat.id))) return 'member';
    if (chat.type !== 'private') return 'stranger';
    return circle.standingOf(String(chat.id), (groupId) => isMember(api, groupId, chat.id));
  }

  const composer = new Composer<Context>();
  composer.use(async (ctx, next) => {
    const standing = await standingOf(ctx);
    if (standing === 'member') return next();
    const request = requestOf(ctx, turnedAway(standing, String(ctx.chat?.id)));
    const isAddressed = ctx.chat?.type === 'private' || ctx.has('::bot_command');
    if (request === undefined || !isAddressed) return;
    const exchange = ctx.callbackQuery === undefined ? newMessage : editedMessage;
    await desk.handle(request, exchange(ctx, request.user));
  });
  return composer;
}

async function isMember(api: Api, groupId: string, userId: number): Promise<boolean> {
  try {
    const member = await api.getChatMember(groupId, userId);
    return member.status === 'restricted' ? member.is_member : !['left', 'kicked'].includes(member.status);
  } catch (error) {
    if (error instanceof GrammyError && NO_MEMBER.has(error.error_code)) return false;
    throw error;
  }
}
