import { badRequest } from '../errors.ts';
import { asInteger } from '../params.ts';
import { type Methods, method } from './method.ts';
import { readMessage, readWritableChat } from './targets.ts';

const MAX_MESSAGES = 100;

export const deletingMethods: Methods = {
  deleteMessage: method('chat_id message_id', (call) => {
    const message = readMessage(call, 'delete');
    message.chat.checkBotMayDelete(message, call.network.time);
    message.chat.remove(message);
    return true;
  }),

  // Messages that are not there are skipped; one that may not be deleted keeps all the others, as in TDLib.
  deleteMessages: method('chat_id message_ids', (call) => {
    const ids = call.params.list('message_ids') ?? [];
    if (ids.length === 0) throw badRequest('message identifiers are not specified');
    if (ids.length > MAX_MESSAGES) throw badRequest('too many message identifiers specified');
    const chat = readWritableChat(call);
    const messages = ids.flatMap((id) => chat.find(asInteger(id, 'message_ids')) ?? []);
    for (const message of messages) chat.checkBotMayDelete(message, call.network.time);
    for (const message of messages) chat.remove(message);
    return true;
  }),
};
