import { takeCensus } from '../../records/census.ts';
import { rotate as rewrapAll } from '../../records/rewrap.ts';
import { type AdminCommand, AdminError, withRecords } from '../command.ts';
import { startProgress } from '../progress.ts';
import { keyLines } from '../report.ts';

const OFFLINE = '--offline';

const NOT_TAKEN_UP = `The bot was last started with another first key, and may still write under it. Start it again with this
ENCRYPTION_KEYS, then rotate. If no bot is running, and none will be started with other keys: rotate ${OFFLINE}`;

export const rotate: AdminCommand = {
  name: 'rotate',
  parameters: `[${OFFLINE}]`,
  summary: 'seals every record under the first of ENCRYPTION_KEYS, while the bot runs; may be broken off',
  run: (context, args) =>
    withRecords(context, async (records, storage) => {
      if (!args.includes(OFFLINE) && !(await records.isTakenUp())) throw new AdminError(NOT_TAKEN_UP);
      const renamed = await records.takeUp();
      const progress = startProgress('rotating', await storage.count());
      const { rewrapped, unreadable } = await rewrapAll(
        records,
        progress.advance,
        context.interrupted,
      ).finally(progress.stop);
      context.print(`${renamed.rewrapped + rewrapped} records were sealed anew. Records under each key:`);
      const census = await takeCensus(records);
      for (const line of keyLines(census, context.config.keyRing)) context.print(line);
      if (context.interrupted.aborted) context.print('Broken off. Run it again to go on from there.');
      if (unreadable > 0)
        context.print(
          `${unreadable} records do not open and stay as they are. Which: npm run admin -- check`,
        );
      const left = [...census.keys.keys()].filter((id) => id !== context.config.keyRing.writer.id);
      return left.length === 0 ? 0 : 1;
    }),
};
