import type { Composer, Context } from 'grammy';
import type { Command } from '../chat/command.ts';
import { parseCommandLine } from '../chat/command-line.ts';
import type { Desk } from '../chat/desk.ts';
import { keyAmongWords } from '../chat/key-message.ts';
import type { ChatEvent } from '../chat/request.ts';
import { Secret } from '../secret.ts';
import { answerCommands } from './commands.ts';
import { deleteMessage, newMessage, requestOf } from './exchange.ts';

/** Answers where others read: with the way to the private chat, and with advice when a key was shown. */
export function answerInGroups(bot: Composer<Context>, desk: Desk): void {
  const chat = bot.chatType(['group', 'supergroup']);
  answerCommands(chat, (ctx, command, argument) =>
    keyAmongWords(new Secret(argument), command.name) === undefined
      ? answer(ctx, desk, eventOf(command, argument))
      : answerLeak(ctx, desk),
  );
  chat.on(
    ['message:text', 'message:caption', 'edited_message:text', 'edited_message:caption'],
    async (ctx, next) => {
      const text = new Secret(ctx.msg.text ?? ctx.msg.caption ?? '');
      if (isForBot(ctx) && keyAmongWords(text) !== undefined) return answerLeak(ctx, desk);
      return next();
    },
  );
}

/** What is said behind a personal command is not for here either. */
function eventOf(command: Command, line: string): ChatEvent {
  const { name, personal } = command;
  return personal
    ? { kind: 'command', name }
    : { kind: 'command', name, given: parseCommandLine(command, line) };
}

/** Whether a message answers the bot, names it, or is a command: what it may take for its own business. */
function isForBot({ msg, me }: Context): boolean {
  const text = msg?.text ?? msg?.caption ?? '';
  const entities = msg?.entities ?? msg?.caption_entities ?? [];
  return (
    msg?.reply_to_message?.from?.id === me.id ||
    text.toLowerCase().includes(`@${me.username.toLowerCase()}`) ||
    entities.some(({ type, offset }) => type === 'bot_command' && offset === 0)
  );
}

async function answerLeak(ctx: Context, desk: Desk): Promise<void> {
  await answer(ctx, desk, { kind: 'leak', deleted: await deleteMessage(ctx) });
}

async function answer(ctx: Context, desk: Desk, event: ChatEvent): Promise<void> {
  const request = requestOf(ctx, event);
  if (request !== undefined) await desk.handle(request, newMessage(ctx, request.user));
}
