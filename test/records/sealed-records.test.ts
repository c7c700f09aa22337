import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { StoreFolder } from './store-folder.ts';

describe('a sealed record', () => {
  it.each(['', 'no JSON', '{"version":1,', 'null', '[]', '{"version":1}'])(
    'that holds "%s" is unreadable, and is swept over',
    async (plaintext) => {
      await using folder = await StoreFolder.make();
      const storage = await openStorage(folder.url, () => undefined);
      const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
      const name = records.names.of('settings', 'discord:1');
      await storage.set(name, records.cipher.seal(plaintext, name));
      const settings = records.of({ kind: 'settings', version: 1, schema: z.object({ a: z.string() }) });
      expect(await settings.get('discord:1')).toEqual({ kind: 'unreadable', problem: 'wrong-shape' });
      await settings.sweep(() => true);
      expect(await storage.get(name)).toBeDefined();
      await storage.close();
    },
  );

  it('that stays open is that of its own name, and as it was written last', async () => {
    await using folder = await StoreFolder.make();
    const storage = await openStorage(folder.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    const schema = z.object({ a: z.string() });
    const settings = records.of({ kind: 'settings', version: 1, schema, staysOpen: true });
    await settings.set('discord:1', { a: 'first' });
    for (let read = 0; read < 2; read += 1)
      expect(await settings.get('discord:1')).toEqual({ kind: 'found', value: { a: 'first' } });
    const [own, other] = ['discord:1', 'discord:2'] as const;
    const envelope = (await storage.get(records.names.of('settings', own))) ?? '';
    await storage.set(records.names.of('settings', other), envelope);
    expect(await settings.get(other)).toEqual({ kind: 'unreadable', problem: 'tampered' });
    await settings.set(own, { a: 'second' });
    expect(await settings.get(own)).toEqual({ kind: 'found', value: { a: 'second' } });
    await settings.delete(own);
    expect(await settings.get(own)).toEqual({ kind: 'none' });
    await storage.close();
  });

  it('is revived only where the schema has read that very envelope', async () => {
    await using folder = await StoreFolder.make();
    const storage = await openStorage(folder.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    const revived: unknown[] = [];
    const revive = (stored: { a: string }) => {
      revived.push(stored);
      return stored;
    };
    const schema = z.object({ a: z.string() });
    const settings = records.of({ kind: 'settings', version: 1, schema, revive });
    const name = records.names.of('settings', 'discord:1');
    const write = (version: number, a: unknown) =>
      storage.set(name, records.cipher.seal(JSON.stringify({ version, value: { a } }), name));
    const found = { kind: 'found', value: { a: 'text' } };
    await write(1, 'text');
    expect(await settings.get('discord:1')).toEqual(found);
    expect(revived).toEqual([]);
    expect(await settings.get('discord:1')).toEqual(found);
    expect(revived).toEqual([{ a: 'text' }]);
    await write(1, 2);
    for (let read = 0; read < 2; read += 1)
      expect(await settings.get('discord:1')).toEqual({ kind: 'unreadable', problem: 'wrong-shape' });
    await write(0, 'text');
    for (let read = 0; read < 2; read += 1) expect(await settings.get('discord:1')).toEqual(found);
    expect(revived).toHaveLength(1);
    await storage.close();
  });
});
