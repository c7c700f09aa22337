import type { Identity } from '../../identity.ts';
import { type AdminCommand, AdminError, withRecords } from '../command.ts';

const FORM = /^(?:discord|telegram):\d{1,20}$/;

export const erase: AdminCommand = {
  name: 'erase',
  parameters: 'discord:ID | telegram:ID',
  summary: 'erases everything that is stored of a user, at once',
  run: (context, [user = '']) => {
    if (!isIdentity(user))
      throw new AdminError('Name the user: erase discord:123456789012345678, or erase telegram:12345');
    return withRecords(context, async (records) => {
      const erased = await records.erase(user);
      context.print(
        erased ? `Everything stored about ${user} is erased.` : `Nothing is stored about ${user}.`,
      );
      context.print('Backups that were made before still have what they had.');
      return 0;
    });
  },
};

function isIdentity(text: string): text is Identity {
  return FORM.test(text);
}
