import { type AdminCommand, AdminError, withRecords } from '../command.ts';

export const backup: AdminCommand = {
  name: 'backup',
  parameters: 'FILE',
  summary: 'writes a copy as of one moment to a new file, while the bot runs',
  run: (context, [file]) => {
    if (file === undefined) throw new AdminError('Say where to: backup FILE');
    return withRecords(context, async (_records, storage) => {
      try {
        await storage.backup(file);
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
        throw new AdminError(`${file} is there already, and was left as it is. Name a new file.`);
      }
      context.print(
        `The backup is in ${file}. It is useless without the encryption keys: keep those elsewhere.`,
      );
      return 0;
    });
  },
};
