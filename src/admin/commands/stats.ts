import { takeCensus } from '../../records/census.ts';
import { type AdminCommand, withRecords } from '../command.ts';
import { keyLines } from '../report.ts';

export const stats: AdminCommand = {
  name: 'stats',
  parameters: '',
  summary: 'counts the records, by kind and by encryption key',
  run: (context) =>
    withRecords(
      context,
      async (records) => {
        const census = await takeCensus(records);
        context.print(
          'Records of each kind (account: a user with a registered key; offer: a key that waits for its owner to say\nwhether to store it; settings: a language; link: a chat that shares an account with others; link-code: a code to\nlink one, twice each; index key: what the others are named by):',
        );
        for (const [kind, count] of census.kinds) context.print(`  ${kind}: ${count}`);
        context.print('Records under each key:');
        for (const line of keyLines(census, context.config.keyRing)) context.print(line);
        return 0;
      },
      'read',
    ),
};
