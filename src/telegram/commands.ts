import type { CommandContext, Composer, Context } from 'grammy';
import type { Command } from '../chat/command.ts';
import { commandsOf, flatNameOf } from '../chat/commands/index.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  commandsOf('telegram').flatMap((command) => {
    const flatName = flatNameOf(command);
    return flatName === undefined ? [] : [[flatName, command]];
  }),
);

/**
 * Has `answer` answer the commands of the bot, by one handler for all of them: through a handler for each, grammY would
 * go one by one.
 *
 * @param answer is given what stands behind the command
 */
export function answerCommands<C extends Context>(
  chat: Composer<C>,
  answer: (ctx: CommandContext<C>, command: Command, argument: string) => Promise<void>,
): void {
  chat.command([...COMMANDS.keys()], (ctx, next) => {
    const [, name = ''] = /^\/(\w+)/.exec(ctx.msg.text) ?? [];
    const command = COMMANDS.get(name);
    return command === undefined ? next() : answer(ctx, command, ctx.match);
  });
}

/** The command of that name in menus and links. */
export function commandCalled(flatName: string): Command | undefined {
  return COMMANDS.get(flatName);
}
