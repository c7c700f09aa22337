import { type Api, Composer, type Context, GrammyError } from 'grammy';
import { LRUCache } from 'lru-cache';
import type { Desk } from '../chat/desk.ts';
import { newMessage, requestOf } from './exchange.ts';

/** How long it is taken for granted who is a member, in milliseconds. */
const REMEMBERED_MS = 10 * 60_000;

const MAX_REMEMBERED = 10_000;

/**
 * Lets through what comes from the chats that a private bot serves, and in private from the members of the groups
 * among them. Everybody else is told whom to ask, in groups only when they use a command.
 */
export function allowList(chatIds: readonly string[], desk: Desk): Composer<Context> {
  const groupIds = chatIds.filter((id) => id.startsWith('-'));
  const members = new LRUCache<number, boolean>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });

  async function admits({ chat, api }: Context): Promise<boolean> {
    if (chat === undefined || chatIds.includes(String(chat.id))) return true;
    if (chat.type !== 'private') return false;
    const known = members.get(chat.id);
    if (known !== undefined) return known;
    const memberships = await Promise.all(groupIds.map((group) => isMember(api, group, chat.id)));
    const isIn = memberships.includes(true);
    members.set(chat.id, isIn);
    return isIn;
  }

  const composer = new Composer<Context>();
  composer.use(async (ctx, next) => {
    if (await admits(ctx)) return next();
    const id = String(ctx.chat?.id);
    const request = requestOf(ctx, { kind: 'stranger', id });
    const isAddressed = ctx.chat?.type === 'private' || ctx.has('::bot_command');
    if (request !== undefined && isAddressed) await desk.handle(request, newMessage(ctx, request.user));
  });
  return composer;
}

async function isMember(api: Api, groupId: string, userId: number): Promise<boolean> {
  try {
    const member = await api.getChatMember(groupId, userId);
    return member.status === 'restricted' ? member.is_member : !['left', 'kicked'].includes(member.status);
  } catch (error) {
    // Refused where the bot is not in the group, or has never seen the user.
    if (error instanceof GrammyError) return false;
    throw error;
  }
}
