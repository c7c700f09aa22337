import type { Chat } from '../chat.ts';
import { badRequest } from '../errors.ts';
import type { StoredMessage } from '../message.ts';
import type { Network } from '../network.ts';
import { asInteger, wrongType } from '../params.ts';
import type { Call } from './method.ts';

/** The chat that `chat_id` names. No chat of the sandbox has a public @name. */
export function readChat({ network, params }: Call): Chat {
  return chatById(network, params.raw('chat_id'));
}

export function chatById(network: Network, id: unknown): Chat {
  if (id === undefined || id === '') throw badRequest('chat_id is empty');
  if (typeof id !== 'number' && typeof id !== 'string') throw wrongType('chat_id', 'Number');
  return network.chat(Number(id));
}

/** The chat that `chat_id` names, if the bot may act in it. */
export function readWritableChat(call: Call): Chat {
  const chat = readChat(call);
  chat.checkBotMayWrite();
  return chat;
}

/** The message that `message_id` names, if the bot may act in its chat. */
export function readMessage(call: Call, what: 'edit' | 'delete' | 'react'): StoredMessage {
  const chat = readWritableChat(call);
  const id = call.params.integer('message_id') ?? 0;
  if (id <= 0) throw badRequest('message identifier is not specified');
  const message = chat.find(id);
  if (message === undefined) throw badRequest(`message to ${what} not found`);
  return message;
}

/** The message that `reply_parameters` names, which must be of the same chat. */
export function readReplyTarget({ params }: Call, chat: Chat): StoredMessage | undefined {
  const reply = params.object('reply_parameters');
  if (reply === undefined) return undefined;
  const message = chat.find(asInteger(reply.message_id, 'message_id'));
  if (message === undefined && reply.allow_sending_without_reply !== true) {
    throw badRequest('message to be replied not found');
  }
  return message;
}
