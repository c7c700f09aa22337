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
});
