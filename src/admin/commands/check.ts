import { takeCensus } from '../../records/census.ts';
import { type AdminCommand, withRecords } from '../command.ts';
import { closedLines, keyLines } from '../report.ts';

export const check: AdminCommand = {
  name: 'check',
  parameters: '',
  summary: 'opens every record, and says which do not open',
  run: (context) =>
    withRecords(
      context,
      async (records) => {
        const census = await takeCensus(records);
        const { total, closed } = census;
        if (closed.length === 0) {
          context.print(`All ${total} records open, and the database is sound.`);
          return 0;
        }
        context.print(`${closed.length} of ${total} records do not open:`);
        for (const line of closedLines(census)) context.print(line);
        context.print('Records under each key:');
        for (const line of keyLines(census, context.config.keyRing)) context.print(line);
        context.print(
          'unknown-key: set that key again in ENCRYPTION_KEYS. tampered, unknown-format: restore a backup.',
        );
        return 1;
      },
      'read',
    ),
};
