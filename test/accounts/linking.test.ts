import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LINK_CODE_LIFETIME_MS } from '../../src/accounts/link-codes.ts';
import { LAST_BALANCES } from '../../src/history/last-balance.ts';
import type { Identity } from '../../src/identity.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { placesOfSlots } from '../../src/records/kinds.ts';
import { Secret } from '../../src/secret.ts';
import { point } from '../history/points.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { OpenAccounts } from './open-accounts.ts';

const RING = parseKeyRing(randomBytes(32).toString('base64'));
const A: Identity = 'discord:123456789012345678';
const B: Identity = 'telegram:4242424242';
const C: Identity = 'telegram:4343434343';

describe('linked chats', () => {
  it('see the keys of both: the same one once, and no name twice', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const long = 'a name with thirty-two characters';
    await open.register(A, 'sk-work-of-a', 'work');
    await open.register(A, 'sk-of-both', 'shared');
    await open.register(A, 'sk-long-of-a', long.slice(0, 32));
    await open.register(B, 'sk-work-of-b', 'WORK');
    await open.register(B, 'sk-of-both', 'ours');
    await open.register(B, 'sk-long-of-b', long.slice(0, 32));
    expect((await open.link(A, B)).kind).toBe('linked');
    const seen = [
      'work sk-work-of-a 1',
      'shared sk-of-both 1',
      `${long.slice(0, 32)} sk-long-of-a 1`,
      'WORK 2 sk-work-of-b 1',
      `${long.slice(0, 30)} 2 sk-long-of-b 1`,
    ];
    expect(await open.seenBy(A)).toEqual(seen);
    expect(await open.seenBy(B)).toEqual(seen);
  });

  it('keep of the same key the one with the longer history, and the name of the other where it has none', async () => {
    await using folder = await StoreFolder.make();
    let now = 2_000;
    await using open = await OpenAccounts.open(folder, RING, { now: () => now });
    await open.register(B, 'sk-of-both');
    now += 1_000;
    await open.register(A, 'sk-of-both', 'work');
    await open.link(A, B);
    const owner = await open.accounts.ownerOf(A);
    const found = await open.vault.find(owner);
    expect(found.kind === 'found' && found.value.keys.map(({ addedAt }) => addedAt)).toEqual([2_000]);
    expect(await open.seenBy(A)).toEqual(['work sk-of-both 1']);
  });

  it('are not linked when there would be too many keys, and the code can still be used', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    for (let count = 0; count < 6; count += 1) {
      await open.register(A, `sk-of-a-number-${count}`, `a${count}`);
      await open.register(B, `sk-of-b-number-${count}`, `b${count}`);
    }
    const code = await open.codes.make(A);
    const before = await open.storage.count();
    expect(await open.linking.link(B, code)).toEqual({ kind: 'full', count: 12 });
    expect(await open.storage.count()).toBe(before);
    for (const name of ['b0', 'b1']) {
      const found = await open.vault.find(B);
      const id = found.kind === 'found' ? found.value.keys.find((key) => key.name === name)?.id : undefined;
      expect(await open.vault.remove(B, id)).toBe(true);
    }
    expect((await open.linking.link(B, code)).kind).toBe('linked');
    expect(await open.seenBy(A)).toHaveLength(10);
  });

  it('may be four, on one platform too, and each may be parted', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const chats: readonly Identity[] = [A, B, C, 'discord:999999999999999999'];
    await open.register(B, 'sk-key-of-b');
    for (const chat of chats.slice(1)) expect((await open.link(A, chat)).kind).toBe('linked');
    expect((await open.link(B, C)).kind).toBe('linked-already');
    expect((await open.link('telegram:5', A)).kind).toBe('too-many-chats');
    expect(new Set(await open.linking.othersOf(C))).toEqual(new Set(chats.filter((chat) => chat !== C)));
    expect((await open.linking.unlink(A, 'here')).kind).toBe('unlinked');
    expect(await open.seenBy(A)).toEqual(['- sk-key-of-b 1']);
    for (const chat of chats.slice(1)) expect(await open.seenBy(chat)).toEqual([]);
    await open.register(C, 'sk-key-of-c');
    expect((await open.linking.unlink(C, 'everywhere')).kind).toBe('unlinked');
    await open.register(C, 'sk-of-c-alone', 'alone');
    expect(await open.seenBy(C)).toEqual(['- sk-key-of-c 1', 'alone sk-of-c-alone 1']);
    expect(await open.seenBy(B)).toEqual(['- sk-key-of-c 1']);
    expect((await open.linking.unlink(B, 'everywhere')).kind).toBe('unlinked');
    expect(await open.linking.unlink(B, 'everywhere')).toEqual({ kind: 'not-linked' });
    expect(await Promise.all(chats.map((chat) => open.accounts.ownerOf(chat)))).toEqual(chats);
  });

  it('leave nothing when one of them is erased, not even a code', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const empty = await open.storage.count();
    await open.register(A, 'sk-key-of-a');
    await open.register(B, 'sk-key-of-b');
    await open.link(A, B);
    await open.codes.make(B);
    expect(await open.erasure.erase(A)).toEqual({ any: true, others: [B] });
    expect(await open.storage.count()).toBe(empty);
    expect(await open.erasure.erase(A)).toEqual({ any: false, others: [] });
  });

  it('take along what an earlier version remembered of a key', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const key = await open.register(B, 'sk-key-of-b');
    await open.records.delete(B, placesOfSlots([key.slot]));
    const { readAt, balance } = point(5_000, 12);
    await open.records.of(LAST_BALANCES).set(B, { keyId: key.id, readAt, balance });
    await open.register(A, 'sk-key-of-a');
    await open.link(A, B);
    expect(await open.seenBy(A)).toEqual(['- sk-key-of-a 1', '- sk-key-of-b 1']);
    await open.linking.unlink(B, 'everywhere');
    for (const chat of [A, B])
      expect(await open.seenBy(chat)).toEqual(['- sk-key-of-a 1', '- sk-key-of-b 1']);
  });

  it('can be parted after their account was damaged and begun anew', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    await open.link(A, B);
    const owner = await open.accounts.ownerOf(A);
    await open.storage.set(open.records.names.of('account', owner), 'damaged');
    expect((await open.linking.unlink(A, 'here')).kind).toBe('not-linked');
    await open.register(A, 'sk-key-of-a');
    await open.register(B, 'sk-key-of-b');
    expect(await open.linking.unlink(B, 'everywhere')).toEqual({ kind: 'unlinked', others: [A] });
    for (const chat of [A, B])
      expect(await open.seenBy(chat)).toEqual(['- sk-key-of-a 1', '- sk-key-of-b 1']);
  });

  it('do not take in what was begun for one of them before', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const added = { key: new Secret('sk-checked-meanwhile'), verified: true };
    const before = await open.vault.markOf(A, A);
    await open.link(A, B);
    expect(await open.vault.store(A, added, before)).toEqual({ kind: 'erased' });
    // The owner was found before the link, and the mark made after it.
    expect(await open.vault.store(A, added, await open.vault.markOf(A, A))).toEqual({ kind: 'erased' });
    const shared = await open.accounts.ownerOf(A);
    const meanwhile = await open.vault.markOf(shared, A);
    await open.linking.unlink(B, 'everywhere');
    expect(await open.vault.store(shared, added, meanwhile)).toEqual({ kind: 'erased' });
    expect([await open.seenBy(A), await open.seenBy(B)]).toEqual([[], []]);
  });
});

describe('a link code', () => {
  it('works once, also when two type it at the same time', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    await using other = await OpenAccounts.open(folder, RING);
    for (let round = 0; round < 20; round += 1) {
      const made: Identity = `discord:${round}`;
      const code = await open.codes.make(made);
      const outcomes = await Promise.all([
        open.linking.link(`telegram:1${round}`, code),
        open.linking.link(`telegram:2${round}`, code),
        other.codes.take(code),
      ]);
      const won = outcomes.filter((each) => (typeof each === 'boolean' ? each : each.kind === 'linked'));
      expect(won).toHaveLength(1);
      expect(await open.linking.link(`telegram:3${round}`, code)).toEqual({ kind: 'unknown-code' });
    }
  });

  it('gives way to a later one, and runs out', async () => {
    await using folder = await StoreFolder.make();
    let now = 1_000;
    await using open = await OpenAccounts.open(folder, RING, { now: () => now });
    const empty = await open.storage.count();
    const earlier = await open.codes.make(A);
    const later = await open.codes.make(A);
    expect(await open.linking.link(B, earlier)).toEqual({ kind: 'unknown-code' });
    expect(await open.linking.link(A, later)).toEqual({ kind: 'own-code' });
    now += LINK_CODE_LIFETIME_MS - 1;
    expect(await open.codes.find(later)).toBe(A);
    now += 1;
    expect(await open.linking.link(B, later)).toEqual({ kind: 'unknown-code' });
    expect(await open.storage.count()).toBe(empty + 2);
    await open.codes.sweep();
    expect(await open.storage.count()).toBe(empty);
  });

  it('stands nowhere in the store', async () => {
    await using folder = await StoreFolder.make();
    await using open = await OpenAccounts.open(folder, RING);
    const code = await open.codes.make(A);
    expect(await folder.bytes()).not.toContain(code);
  });
});
