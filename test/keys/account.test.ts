import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ACCOUNTS, type Account } from '../../src/keys/account.ts';
import { Secret } from '../../src/secret.ts';

it('an account is revived as what the schema reads', () => {
  const key = (slot: number) => ({
    id: `id-${slot}`,
    slot,
    key: new Secret(`sk-${randomBytes(24).toString('hex')}`),
    verified: slot === 0,
    addedAt: 1_795_000_000_000,
  });
  const account: Account = {
    owner: 'account:abcdefghijklmnop',
    identities: ['telegram:1', 'discord:2'],
    keys: [key(0), { ...key(1), name: 'work', addedIn: 'discord:2' }],
  };
  const stored = z.encode(ACCOUNTS.schema, account);
  const revived = ACCOUNTS.revive?.(structuredClone(stored));
  expect(revived).toEqual(z.decode(ACCOUNTS.schema, stored));
  expect(revived?.keys.map((each) => each.key.reveal())).toEqual(
    account.keys.map((each) => each.key.reveal()),
  );
});
