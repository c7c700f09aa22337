import type { AdminCommand } from '../command.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { copy } from './copy.ts';
import { erase } from './erase.ts';
import { restore } from './restore.ts';
import { rotate } from './rotate.ts';
import { stats } from './stats.ts';

/** Everything that the operator can do to the store. */
export const ADMIN_COMMANDS: readonly AdminCommand[] = [rotate, stats, check, erase, backup, restore, copy];
