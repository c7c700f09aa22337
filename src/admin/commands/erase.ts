import { Erasure } from '../../accounts/erasure.ts';
import { LinkCodes } from '../../accounts/link-codes.ts';
import type { Identity } from '../../identity.ts';
import { type AdminCommand, AdminError, withRecords } from '../command.ts';

const FORM = /^(?:discord|telegram):\d{1,20}$/;

export const erase: AdminCommand = {
  name: 'erase',
  parameters: 'discord:ID | telegram:ID',
  summary: 'erases everything that is stored of a user, and of chats linked with it, at once',
  run: (context, [user = '']) => {
    if (!isIdentity(user))
      throw new AdminError('Name the user: erase discord:123456789012345678, or erase telegram:12345');
    return withRecords(context, async (records) => {
      const { any, others } = await new Erasure(records, new LinkCodes(records, Date.now)).erase(user);
      context.print(any ? `Everything stored about ${user} is erased.` : `Nothing is stored about ${user}.`);
      for (const other of others) context.print(`So is everything about ${other}, which was linked with it.`);
      context.print('Backups that were made before still have what they had.');
      return 0;
    });
  },
};

function isIdentity(text: string): text is Identity {
  return FORM.test(text);
}
