import type { Platform } from '../../identity.ts';
import type { Command } from '../command.ts';
import { alert } from './alert.ts';
import { announce } from './announce.ts';
import { balance } from './balance.ts';
import { exportHistory } from './export.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { key } from './key.ts';
import { keyName } from './key-name.ts';
import { keyRemove } from './key-remove.ts';
import { keySet } from './key-set.ts';
import { keyShow } from './key-show.ts';
import { language } from './language.ts';
import { link } from './link.ts';
import { privacy } from './privacy.ts';
import { start } from './start.ts';
import { timezone } from './timezone.ts';
import { unlink } from './unlink.ts';
import { usage } from './usage.ts';

/** Everything that the bot does when asked by name, in the order of the platforms' menus. */
export const COMMANDS: readonly Command[] = [
  balance,
  usage,
  alert,
  exportHistory,
  keySet,
  key,
  keyShow,
  keyName,
  keyRemove,
  link,
  unlink,
  timezone,
  language,
  announce,
  privacy,
  forget,
  help,
  start,
];

/** The commands that a platform offers. */
export function commandsOf(platform: Platform): readonly Command[] {
  return COMMANDS.filter((command) => command.platforms?.includes(platform) ?? true);
}

/** The command of that name on any platform. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/** The name on platforms without sub-commands; `undefined` where there is none. */
export function flatNameOf(command: Command): string | undefined {
  return command.flatName ?? (command.name.includes(' ') ? undefined : command.name);
}
