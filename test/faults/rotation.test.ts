import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { takeCensus } from '../../src/records/census.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { rotate } from '../../src/records/rewrap.ts';
import { fillStore } from '../records/fill-store.ts';
import { onlyKeyIn, openVault, registerOnly } from '../records/open-vault.ts';
import { StoreFolder } from '../records/store-folder.ts';
import './outcome.ts';

/** Some in every test run, and very many where faults are what is tested. */
const RECORDS = Number(process.env.ROTATION_RECORDS ?? 10_000);

/** What people change meanwhile, at least. */
const CHANGES = RECORDS / 100;

const OLD = `old:${randomBytes(32).toString('base64')}`;
const YOUNG = `young:${randomBytes(32).toString('base64')}`;
const OLD_RING = parseKeyRing(OLD);
const BOTH = parseKeyRing(`${YOUNG},${OLD}`);
const YOUNG_RING = parseKeyRing(YOUNG);

describe('a change of the encryption key', () => {
  it(`of ${RECORDS} records under load loses none, skips none and undoes no change`, async ({ task }) => {
    await using folder = await StoreFolder.make();
    const before = await openVault(folder, OLD_RING);
    await before.records.takeUp();
    const users = await fillStore(folder, before.records, RECORDS);
    await before.storage.close();

    const [bot, admin] = [await openVault(folder, BOTH), await openVault(folder, BOTH)];
    await bot.records.takeUp();
    const expected = new Map<Identity, string | undefined>();
    let rotating = true;
    let changes = 0;
    const load = Array.from({ length: 2 }, async (_, lane) => {
      for (let step = lane; rotating || changes < CHANGES; step += 2) {
        const user: Identity =
          step % 3 === 0
            ? `discord:9${String(step).padStart(17, '0')}`
            : (users.at(-step % users.length) ?? 'discord:1');
        const key = `sk-load-${step}`;
        if (step % 5 === 4) await bot.vault.remove(user);
        else await registerOnly(bot.vault, user, key);
        expected.set(user, step % 5 === 4 ? undefined : key);
        changes += 1;
      }
    });
    const pages: number[] = [];
    const { unreadable } = await rotate(admin.records, (count) => pages.push(count));
    rotating = false;
    await Promise.all(load);
    expect(unreadable).toBe(0);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(RECORDS);

    const census = await takeCensus(admin.records);
    expect([...census.keys.keys()]).toEqual([BOTH.writer.id]);
    expect(census.closed).toEqual([]);
    await Promise.all([bot.storage.close(), admin.storage.close()]);

    const after = await openVault(folder, YOUNG_RING);
    for (const [user, key] of expected) expect(await onlyKeyIn(after.vault, user)).toBe(key);
    const untouched = users.filter((user) => !expected.has(user));
    for (const user of untouched.filter((_, index) => index % 100 === 0))
      expect(await onlyKeyIn(after.vault, user)).toBe(`sk-${user}`);
    const known = new Set(users);
    const removed = users.filter((user) => expected.has(user) && expected.get(user) === undefined).length;
    const added = [...expected].filter(([user, key]) => key !== undefined && !known.has(user)).length;
    expect(census.kinds.get('account')).toBe(users.length - removed + added);
    await after.storage.close();
    task.meta.outcome = `${RECORDS} records under the new key, ${changes} changes by people meanwhile, none lost`;
  }, 60_000);
});
