import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { localeOf, quietHoursOf, Settings } from '../../src/chat/settings.ts';
import type { Identity } from '../../src/identity.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { openVault } from '../records/open-vault.ts';
import { StoreFolder } from '../records/store-folder.ts';

const USER: Identity = 'telegram:4242424242';

/** Settings on a store of their own, which is closed at the end of the test unless the test does so. */
async function open({ close = true } = {}) {
  const folder = await StoreFolder.make();
  const { storage, records } = await openVault(folder, parseKeyRing(randomBytes(32).toString('base64')));
  onTestFinished(async () => {
    if (close) await storage.close();
    await folder[Symbol.asyncDispose]();
  });
  return { storage, records, settings: new Settings(records) };
}

describe('the settings', () => {
  it('take a time zone and quiet hours one by one, beside the language, and forget both', async () => {
    const { settings } = await open();
    await settings.chooseLocale(USER, 'zh-CN');
    await settings.setTime(USER, { quiet: 'off' });
    const both = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', quiet: 'off' };
    expect(await settings.setTime(USER, { timeZone: 'Asia/Shanghai' })).toEqual(both);
    expect(await settings.of(USER)).toEqual(both);
    expect(await settings.forgetTime(USER)).toEqual({ locale: 'zh-CN' });
    expect(await settings.read(USER)).toEqual({ locale: 'zh-CN' });
  });

  it('of somebody who has none are not stored to forget them', async () => {
    const { storage, records, settings } = await open();
    await settings.forgetTime(USER);
    expect(await storage.get(records.names.of('settings', USER))).toBeUndefined();
  });

  it('note since when somebody cannot be reached, until they write', async () => {
    const { settings } = await open();
    await settings.setTime(USER, { timeZone: 'UTC' });
    await settings.noteUnreachable(USER, 1_000);
    await settings.noteUnreachable(USER, 2_000);
    expect(await settings.of(USER)).toEqual({ timeZone: 'UTC', unreachableSince: 1_000 });
    await settings.onRequest(USER);
    expect(await settings.of(USER)).toEqual({ timeZone: 'UTC' });
  });

  it('write nothing when somebody writes of whom nothing changes', async () => {
    const { storage, records, settings } = await open();
    const name = records.names.of('settings', USER);
    await settings.onRequest(USER, 'en');
    await settings.noteReachable(USER);
    expect(await storage.get(name)).toBeUndefined();
    await settings.onRequest(USER, 'zh-CN');
    const sealed = await storage.get(name);
    expect(localeOf(await settings.onRequest(USER, 'zh-CN'))).toBe('zh-CN');
    expect(await storage.get(name)).toBe(sealed);
  });

  it('with a time zone that this runtime does not know are read without it', async () => {
    const { records, settings } = await open();
    await records
      .of({ kind: 'settings', version: 1, schema: z.object({ locale: z.string(), timeZone: z.string() }) })
      .set(USER, { locale: 'zh-CN', timeZone: 'Asia/Of_Tomorrow' });
    expect(await settings.of(USER)).toEqual({ locale: 'zh-CN' });
  });

  it('that cannot be read count as none, except for those who ask for what is stored', async () => {
    const { storage, settings } = await open({ close: false });
    await settings.setTime(USER, { timeZone: 'UTC' });
    await storage.close();
    expect(await settings.of(USER)).toEqual({});
    await expect(settings.read(USER)).rejects.toMatchObject({ name: 'StorageError' });
    await settings.noteUnreachable(USER, 1_000);
    await settings.noteReachable(USER);
  });
});

describe('the quiet hours', () => {
  it('are the usual ones once the time zone is known, unless others are chosen or none', () => {
    const own = { from: 60, until: 120 };
    expect(quietHoursOf({})).toBeUndefined();
    expect(quietHoursOf({ quiet: own })).toBeUndefined();
    expect(quietHoursOf({ timeZone: 'UTC' })).toEqual({ from: 1320, until: 480 });
    expect(quietHoursOf({ timeZone: 'UTC', quiet: own })).toEqual(own);
    expect(quietHoursOf({ timeZone: 'UTC', quiet: 'off' })).toBeUndefined();
  });
});
