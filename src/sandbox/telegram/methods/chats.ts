import type { ChatMember } from 'grammy/types';
import { type Chat, TelegramGroup } from '../chat.ts';
import { badRequest } from '../errors.ts';
import type { Network } from '../network.ts';
import { type Methods, method } from './method.ts';
import { readChat } from './targets.ts';

const NO_GIFTS = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
};

export const chatMethods: Methods = {
  getChat: method('chat_id', (call) => {
    const chat = readChat(call);
    if (chat instanceof TelegramGroup) chat.checkBotMayWrite();
    return {
      ...chat.toApi(),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: NO_GIFTS,
    };
  }),

  getChatMember: method('chat_id user_id', (call) => {
    const chat = readChat(call);
    if (chat instanceof TelegramGroup) chat.checkBotMayWrite();
    const userId = call.params.integer('user_id') ?? 0;
    if (userId <= 0) throw badRequest('invalid user_id specified');
    return member(call.network, chat, userId);
  }),
};

function member(network: Network, chat: Chat, userId: number): ChatMember {
  if (userId === network.bot.id) return chat.botMember(network.bot);
  const person = network.person(userId);
  if (person === undefined) throw badRequest('user not found');
  if (chat instanceof TelegramGroup) return chat.member(person);
  return { status: chat.id === userId ? 'member' : 'left', user: person };
}
