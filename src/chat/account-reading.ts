import type { Identity, Owner } from '../identity.ts';
import type { Account } from '../keys/account.ts';
import type { Found } from '../records/sealed-records.ts';
import type { Services, Turn } from './command.ts';

/** Whose keys are meant and what is registered, each read when it is first asked for, once. */
export function readingOf(
  user: Identity,
  { accounts, vault }: Pick<Services, 'accounts' | 'vault'>,
): Pick<Turn, 'owner' | 'account'> {
  const owner = once(() => accounts.ownerOf(user));
  return { owner, account: once(() => findAccount(user, owner(), vault)) };
}

/** Hardly anybody has linked chats, so that the account of the chat itself is read before that is known. */
async function findAccount(
  user: Identity,
  finding: Promise<Owner>,
  vault: Services['vault'],
): Promise<Found<Account>> {
  const [owner, own] = await Promise.all([finding, vault.find(user)]);
  return owner === user ? own : vault.find(owner);
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
