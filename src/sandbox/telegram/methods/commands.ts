import type { BotCommand, BotCommandScope } from 'grammy/types';
import { PrivateChat } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { asInteger, isObject, type JsonObject, type Params, textField } from '../params.ts';
import { type Call, type Methods, method } from './method.ts';
import { chatById } from './targets.ts';

const MAX_COMMANDS = 100;
const MAX_NAME = 32;
const MAX_DESCRIPTION = 256;

export const commandMethods: Methods = {
  // An empty list deletes what the scope and language had, as deleteMyCommands does.
  setMyCommands: method('commands scope language_code', (call) => {
    const commands = (call.params.list('commands') ?? []).map(readCommand);
    if (commands.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    call.network.commandLists.set(readScope(call), readLanguageCode(call.params), commands);
    return true;
  }),

  getMyCommands: method('scope language_code', (call) =>
    call.network.commandLists.get(readScope(call), readLanguageCode(call.params)),
  ),

  deleteMyCommands: method('scope language_code', (call) => {
    call.network.commandLists.delete(readScope(call), readLanguageCode(call.params));
    return true;
  }),
};

/** A two-letter ISO 639-1 code, or '' for everybody else. */
export function readLanguageCode(params: Params): string {
  const code = params.text('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

function readCommand(value: unknown): BotCommand {
  if (!isObject(value)) throw badRequest("can't parse BotCommand: expected an Object");
  const command = requiredField(value, 'command').trim().replace(/^\//, '');
  const description = requiredField(value, 'description').trim();
  if (command === '') throw badRequest('command must be non-empty');
  if (command.length > MAX_NAME) throw badRequest(`command length must not exceed ${MAX_NAME}`);
  if (description === '') throw badRequest('command description must be non-empty');
  if (description.length > MAX_DESCRIPTION) {
    throw badRequest(`command description length must not exceed ${MAX_DESCRIPTION}`);
  }
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description };
}

function requiredField(object: JsonObject, name: string): string {
  const value = textField(object, name);
  if (value === undefined) throw badRequest(`can't parse BotCommand: Can't find field "${name}"`);
  return value;
}

function readScope({ network, params }: Call): BotCommandScope {
  const scope = params.json('scope');
  if (scope === undefined) return { type: 'default' };
  if (!isObject(scope)) throw scopeError('expected an Object');
  const type = textField(scope, 'type');
  switch (type) {
    case 'default':
    case 'all_private_chats':
    case 'all_group_chats':
    case 'all_chat_administrators':
      return { type };
    case 'chat':
    case 'chat_administrators':
    case 'chat_member': {
      const chat = chatById(network, scope.chat_id);
      if (chat instanceof PrivateChat && type !== 'chat') {
        throw badRequest("can't use specified scope in private chats");
      }
      return type === 'chat_member'
        ? { type, chat_id: chat.id, user_id: asInteger(scope.user_id, 'user_id') }
        : { type, chat_id: chat.id };
    }
    default:
      throw scopeError('Unsupported type specified');
  }
}

function scopeError(reason: string) {
  return badRequest(`can't parse BotCommandScope: ${reason}`);
}
