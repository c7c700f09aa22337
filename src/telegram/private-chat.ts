import type { Composer, Context } from 'grammy';
import type { Command } from '../chat/command.ts';
import { parseCommandLine } from '../chat/command-line.ts';
import type { Desk } from '../chat/desk.ts';
import type { Exchange } from '../chat/exchange.ts';
import { keyAmongWords, keyInMessage, keyNotName, nameBefore } from '../chat/key-message.ts';
import type { ChatEvent } from '../chat/request.ts';
import { Secret } from '../secret.ts';
import { answerCommands, commandCalled } from './commands.ts';
import { deleteMessage, editedMessage, type identityOf, newMessage, requestOf } from './exchange.ts';

/** Answers in the chats of one person with the bot. */
export function answerInPrivate(bot: Composer<Context>, desk: Desk): void {
  const chat = bot.chatType('private');
  answerCommands(chat, (ctx, command, argument) => answerCommand(ctx, desk, command, argument));
  chat.on(['message:text', 'message:caption'], (ctx) =>
    answerText(ctx, desk, new Secret(ctx.message.text ?? ctx.message.caption ?? '')),
  );
  chat.on('edited_message:text', (ctx) => answerCorrection(ctx, desk, new Secret(ctx.editedMessage.text)));
  chat.on('message', (ctx) => answer(ctx, desk, { kind: 'no-text' }, newMessage));
  chat.on('callback_query:data', (ctx) =>
    answer(ctx, desk, { kind: 'press', buttonId: ctx.callbackQuery.data }, editedMessage),
  );
}

async function answerCommand(ctx: Context, desk: Desk, command: Command, argument: string): Promise<void> {
  const { name } = command;
  if (argument === '') return answer(ctx, desk, { kind: 'command', name }, newMessage);
  const words = new Secret(argument);
  const key = name.startsWith('key') ? keyNotName(words) : keyAmongWords(words);
  if (key !== undefined) return answerKey(ctx, desk, key, nameBefore(words, key));
  // A link of the form t.me/<bot>?start=<command> arrives as /start with that command behind it.
  const linked = name === 'start' ? commandCalled(argument) : undefined;
  const event: ChatEvent = linked
    ? { kind: 'command', name: linked.name }
    : { kind: 'command', name, given: parseCommandLine(command, argument) };
  return answer(ctx, desk, event, newMessage);
}

async function answerText(ctx: Context, desk: Desk, text: Secret): Promise<void> {
  if (keyInMessage(text) !== undefined) return answerKey(ctx, desk, text);
  const isCommand = text.reveal().startsWith('/');
  return answer(
    ctx,
    desk,
    isCommand ? { kind: 'command', name: '?' } : { kind: 'text', text, trace: 'none' },
    newMessage,
  );
}

/** A message that became a key when it was corrected counts; any other correction was answered before. */
async function answerCorrection(ctx: Context, desk: Desk, text: Secret): Promise<void> {
  if (keyInMessage(text) !== undefined) await answerKey(ctx, desk, text);
}

async function answerKey(ctx: Context, desk: Desk, text: Secret, name?: string): Promise<void> {
  const trace = (await deleteMessage(ctx)) ? 'deleted' : 'left';
  await answer(ctx, desk, { kind: 'text', text, trace, ...(name !== undefined && { name }) }, newMessage);
}

async function answer(
  ctx: Context,
  desk: Desk,
  event: ChatEvent,
  exchange: (ctx: Context, user: ReturnType<typeof identityOf>) => Exchange,
): Promise<void> {
  const request = requestOf(ctx, event);
  if (request !== undefined) await desk.handle(request, exchange(ctx, request.user));
}
