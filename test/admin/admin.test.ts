import { randomBytes } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_COMMANDS } from '../../src/admin/commands/index.ts';
import { parseStoreConfig } from '../../src/config.ts';
import { Harness } from '../e2e/harness.ts';
import { type Person, personOn } from '../e2e/person.ts';

describe('the operator', () => {
  let harness: Harness;
  let alice: Person;
  let bob: Person;
  const young = randomBytes(32).toString('base64');
  const bothKeys = () => ({
    ENCRYPTION_KEY: '',
    ENCRYPTION_KEYS: `young:${young},old:${harness.encryptionKey}`,
  });

  beforeEach(async () => {
    harness = await Harness.start();
    [alice, bob] = [personOn('discord', harness), personOn('telegram', harness)];
    await alice.write(harness.key({ kind: 'good' }));
    await bob.write(harness.key({ kind: 'good' }));
  });
  afterEach(() => harness.stop());

  /** Runs a command beside the bot. */
  async function admin(
    words: string,
    env: Record<string, string> = { ENCRYPTION_KEY: harness.encryptionKey },
  ): Promise<{ code: number; lines: string }> {
    const [name, ...args] = words.split(' ');
    const lines: string[] = [];
    const command = ADMIN_COMMANDS.find((each) => each.name === name);
    const code = await command?.run(
      {
        config: parseStoreConfig({ STORE_URL: harness.storeUrl, ...env }),
        print: (line) => lines.push(line),
        interrupted: new AbortController().signal,
      },
      args,
    );
    if (code === undefined) throw new Error(`there is no command ${name}`);
    return { code, lines: lines.join('\n') };
  }

  it('counts the records and checks that all open', async () => {
    const stats = await admin('stats');
    expect(stats.code).toBe(0);
    expect(stats.lines).toContain('account: 2');
    expect(stats.lines).toContain('the only key: 5, writes');
    expect(await admin('check')).toEqual({
      code: 0,
      lines: 'All 5 records open, and the database is sound.',
    });
  });

  it('is told which records do not open, and why', async () => {
    const { storage, records } = await harness.openRecords();
    const name = records.names.of('account', `telegram:${bob.id}`);
    const envelope = (await storage.get(name)) ?? '';
    await storage.set(name, `${envelope.slice(0, -8)}AAAAAAAA`);
    await storage.close();
    const { code, lines } = await admin('check');
    expect(code).toBe(1);
    expect(lines).toContain('1 of 5 records do not open');
    expect(lines).toContain(`${name}: tampered`);
  });

  it('changes the encryption key while the bot runs, and then drops the old one', async () => {
    await expect(admin('rotate', bothKeys())).rejects.toThrow(/Start it again with this\s+ENCRYPTION_KEYS/);
    await harness.stopApp();
    await harness.startApp(bothKeys());
    const carol = personOn('telegram', harness);
    const [rotated] = await Promise.all([
      admin('rotate', bothKeys()),
      carol.write(harness.key({ kind: 'good' })),
      alice.command('balance'),
      bob.command('balance'),
    ]);
    expect(rotated.code).toBe(0);
    expect(rotated.lines).toContain('old: 0, no longer needed: it can be dropped');
    await harness.stopApp();
    await harness.startApp({ ENCRYPTION_KEY: young });
    for (const person of [alice, bob, carol])
      expect(await person.command('balance')).toContain('2,005,317.99');
  });

  it('erases a person', async () => {
    expect((await admin(`erase telegram:${bob.id}`)).lines).toContain('is erased');
    expect((await admin(`erase telegram:${bob.id}`)).lines).toContain('Nothing is stored about');
    expect(await bob.command('balance')).toContain('You have no key registered yet');
    expect(await alice.command('balance')).toContain('2,005,317.99');
    await expect(async () => admin('erase bob')).rejects.toThrow('Name the user');
  });

  it('erases a person in all linked chats', async () => {
    const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await alice.command('link')) ?? [];
    expect(await bob.command('link', { code })).toContain('Your chats are linked');
    const { lines } = await admin(`erase telegram:${bob.id}`);
    expect(lines).toContain(`So is everything about discord:${alice.id}`);
    for (const person of [alice, bob])
      expect(await person.command('balance')).toContain('You have no key registered yet');
    expect((await admin('stats')).lines).not.toMatch(/account: \d|link: \d|history: \d/);
  });

  it('makes a backup while the bot runs, and restores it', async () => {
    const file = join(harness.folder, 'backup.sqlite');
    expect((await admin(`backup ${file}`)).code).toBe(0);
    await expect(admin(`backup ${file}`)).rejects.toThrow('is there already');
    await alice.command('forget');
    await alice.press('Erase everything');

    await expect(admin(`restore ${file}`)).rejects.toThrow('which would be lost');
    expect((await admin(`restore ${file} --replace`)).lines).toContain('5 records are restored');
    expect(await alice.command('balance')).toContain('2,005,317.99');
    expect(await bob.command('balance')).toContain('2,005,317.99');
  });

  it('moves the bot to another store while it runs', async () => {
    const elsewhere = `sqlite://${harness.folder}/elsewhere.sqlite`;
    const move = () => admin(`copy --from ${harness.storeUrl} --to ${elsewhere}`);
    expect((await move()).lines).toContain('Now stop the bot');
    const carol = personOn('telegram', harness);
    await carol.write(harness.key({ kind: 'good' }));
    await bob.command('forget');
    await bob.press('Erase everything');
    await harness.stopApp();
    expect((await move()).code).toBe(0);
    await harness.startApp({ STORE_URL: elsewhere });
    for (const person of [alice, carol]) expect(await person.command('balance')).toContain('2,005,317.99');
    expect(await bob.command('balance')).toContain('You have no key registered yet');
    await expect(move()).rejects.toThrow('The bot has worked on');
  });

  it('is warned before a backup with records that do not open takes the place of those that do', async () => {
    const file = join(harness.folder, 'backup.sqlite');
    const { storage, records } = await harness.openRecords();
    const name = records.names.of('account', `telegram:${bob.id}`);
    const envelope = (await storage.get(name)) ?? '';
    await storage.set(name, `${envelope.slice(0, -8)}AAAAAAAA`);
    await admin(`backup ${file}`);
    await storage.set(name, envelope);
    await storage.close();
    await expect(admin(`restore ${file} --replace`)).rejects.toThrow('1 of 5 records');
    expect(await bob.command('balance')).toContain('2,005,317.99');
    expect((await admin(`restore ${file} --replace --incomplete`)).code).toBe(0);
    expect(await bob.command('balance')).toContain('I cannot read your stored key');
  });

  it('has backups that are useless without the keys', async () => {
    const file = join(harness.folder, 'backup.sqlite');
    await admin(`backup ${file}`);
    const bytes = await readFile(file, 'latin1');
    expect([alice.id, bob.id, 'sk-', 'discord', 'telegram'].filter((trace) => bytes.includes(trace))).toEqual(
      [],
    );
    const others = { ENCRYPTION_KEY: young };
    await expect(admin(`restore ${file} --replace`, others)).rejects.toThrow('None of the encryption keys');
    await expect(admin('stats', others)).rejects.toThrow(
      'none of ENCRYPTION_KEYS or ENCRYPTION_KEY opens it',
    );
    expect(await alice.command('balance')).toContain('2,005,317.99');
  });

  it('restores into a new store, but nothing that is no sound backup', async () => {
    const file = join(harness.folder, 'backup.sqlite');
    await admin(`backup ${file}`);
    const elsewhere = {
      ENCRYPTION_KEY: harness.encryptionKey,
      STORE_URL: `sqlite://${harness.folder}/elsewhere.sqlite`,
    };
    await expect(admin('stats', elsewhere)).rejects.toThrow('There is no store');
    expect((await admin(`restore ${file}`, elsewhere)).code).toBe(0);
    expect((await admin('check', elsewhere)).code).toBe(0);
    const damaged = join(harness.folder, 'damaged.sqlite');
    await copyFile(file, damaged);
    await writeFile(damaged, Buffer.alloc(4096, 'x'), { flag: 'r+' });
    await expect(admin(`restore ${damaged} --replace`)).rejects.toThrow(
      'is not a whole database of this bot (damaged)',
    );
    const foreign = join(harness.folder, 'foreign.sqlite');
    await writeFile(foreign, '');
    await expect(admin(`restore ${foreign} --replace`)).rejects.toThrow('is no backup of this bot');
    await expect(admin(`backup ${harness.folder}/no/such/folder`)).rejects.toThrow('cannot be made (ENOENT)');
    await expect(admin(`restore ${harness.folder}/nowhere`)).rejects.toThrow('cannot be read (ENOENT)');
    expect((await admin('check')).code).toBe(0);
  });
});
