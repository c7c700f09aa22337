import { codeOf } from '../../error-code.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { type AdminCommand, AdminError, withRecords } from '../command.ts';

export const backup: AdminCommand = {
  name: 'backup',
  parameters: 'FILE',
  summary: 'writes a copy as of one moment to a new file, while the bot runs',
  run: (context, [file]) => {
    if (file === undefined) throw new AdminError('Name a new file: backup FILE');
    return withRecords(
      context,
      async (_records, storage) => {
        try {
          await storage.backup(file);
        } catch (error) {
          throw new AdminError(explain(error, file));
        }
        context.print(
          `The backup is in ${file}. It is useless without the encryption keys: keep those elsewhere.`,
        );
        return 0;
      },
      'read',
    );
  },
};

function explain(error: unknown, file: string): string {
  if (error instanceof StorageError) return `${file} was not written: ${error.message}. ${error.advice}`;
  const code = codeOf(error);
  if (code === undefined) throw error;
  return code === 'EEXIST'
    ? `${file} is there already, and was left as it is. Name a new file.`
    : `${file} cannot be made (${code}). Is its folder there, and may this user write in it?`;
}
