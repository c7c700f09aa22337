import type { Identity } from '../../src/identity.ts';
import type { Records } from '../../src/records/records.ts';
import { openDatabase } from './database.ts';
import type { StoreFolder } from './store-folder.ts';

/** Registers that many users, each with the key `sk-<user>`, all in one statement: one by one takes minutes. */
export async function fillStore(folder: StoreFolder, records: Records, count: number): Promise<Identity[]> {
  const users = Array.from({ length: count }, (_, index): Identity => `telegram:${1_000_000 + index}`);
  const rows = users.map((user) => {
    const name = records.names.of('account', user);
    const account = { keys: [{ id: 'an-id', key: `sk-${user}`, verified: true, addedAt: 0 }] };
    return [`keyv:${name}`, records.cipher.seal(JSON.stringify({ version: 1, value: account }), name)];
  });
  await using database = await openDatabase(folder.file);
  await database.run(
    `INSERT INTO keyv (key, value)
     SELECT value ->> 0, json_object('value', value ->> 1) FROM json_each(?)`,
    JSON.stringify(rows),
  );
  return users;
}
