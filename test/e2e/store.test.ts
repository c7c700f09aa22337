import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLACES } from '../../src/records/kinds.ts';
import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { Harness } from './harness.ts';

describe('what the bot has stored', () => {
  let harness: Harness;
  let bob: TelegramUser;

  beforeEach(async () => {
    harness = await Harness.start({ platforms: ['telegram'] });
    bob = harness.telegram.user({ firstName: 'Bob' });
  });
  afterEach(() => harness.stop());

  async function ask(user: TelegramUser, text: string): Promise<TelegramMessage> {
    const before = new Set(user.privateChat.messages.entries);
    user.send(text);
    return user.privateChat.messages.waitFor(
      (message) => message.from.isBot && !before.has(message),
      'an answer',
    );
  }

  it('is there after a restart: the key, the language and the last balance', async () => {
    const key = harness.key({ kind: 'good' });
    await ask(bob, key);
    await ask(bob, '/language zh');
    await harness.stopApp();
    await harness.startApp();
    harness.billing.setOutage({ kind: 'raw', status: 200, body: 'oops' });
    const reply = await ask(bob, '/balance');
    expect(reply.text).toContain('以下不是当前余额');
    expect(reply.text).toContain('2,005,317.99');
    expect(reply.text).toContain(`sk-…${key.slice(-4)}`);
  });

  it('is not opened under another encryption key, and says so to the operator', async () => {
    await ask(bob, harness.key({ kind: 'good' }));
    await harness.stopApp();
    const other = { ENCRYPTION_KEY: randomBytes(32).toString('hex') };
    await expect(harness.startApp(other)).rejects.toThrow(
      /none of ENCRYPTION_KEYS or ENCRYPTION_KEY opens it/,
    );
    await harness.startApp();
    expect((await ask(bob, '/balance')).text).toContain('2,005,317.99');
  });

  it('that was left under a key which is gone is said to the user and to the operator', async () => {
    const [old, young] = [harness.encryptionKey, randomBytes(32).toString('hex')];
    await ask(bob, harness.key({ kind: 'good' }));
    await harness.stopApp();
    await harness.startApp({ ENCRYPTION_KEY: '', ENCRYPTION_KEYS: `young:${young},old:${old}` });
    expect((await ask(bob, '/key')).text).toContain('Your registered key');
    await harness.stopApp();
    await harness.startApp({ ENCRYPTION_KEY: young });
    const reply = await ask(bob, '/balance');
    expect(reply.text).toContain('I cannot read your stored key');
    await harness.log.waitFor(
      ({ level, outcome, reason }) =>
        level === 50 && outcome === 'unreadable-key' && reason === 'unknown-key',
    );
    expect((await ask(bob, harness.key({ kind: 'good' }))).text).toContain('Your key is registered');
    expect((await ask(bob, '/balance')).text).toContain('2,005,317.99');
  });

  it('for one user does not open for another', async () => {
    await ask(bob, harness.key({ kind: 'good' }));
    const eve = harness.telegram.user({ firstName: 'Eve' });
    const { storage, records } = await harness.openRecords();
    const record = await storage.get(records.names.of('account', `telegram:${bob.id}`));
    await storage.set(records.names.of('account', `telegram:${eve.id}`), record ?? '');
    await storage.close();
    expect((await ask(eve, '/balance')).text).toContain('I cannot read your stored key');
    const question = await ask(eve, '/removekey');
    await eve.press(question, 'Remove it');
    expect((await ask(eve, '/balance')).text).toContain('You have no key registered yet');
  });

  it('leaves nothing of a user but the language after a removal', async () => {
    await ask(bob, harness.key({ kind: 'good' }));
    await bob.press(await ask(bob, '/removekey'), 'Remove it');
    const { storage, records } = await harness.openRecords();
    const left = PLACES.filter(({ kind }) => kind !== 'settings').map(({ kind, slot }) =>
      storage.get(records.names.of(kind, `telegram:${bob.id}`, slot)),
    );
    expect((await Promise.all(left)).filter((envelope) => envelope !== undefined)).toEqual([]);
    await storage.close();
  });

  it('betrays nobody: no id, name or key is among the bytes', async () => {
    const alice = harness.telegram.user({ firstName: 'Alicia-Aurelia', languageCode: 'zh-hans' });
    await ask(alice, harness.key({ kind: 'good' }));
    await ask(alice, harness.key({ kind: 'raw', status: 503, body: '' }));
    await ask(bob, harness.key({ kind: 'good' }));
    const bytes = await harness.storedBytes();
    expect(bytes).toContain('account:');
    const traces = [String(alice.id), String(bob.id), 'Alicia-Aurelia', 'Bob', 'zh-CN', '2005317'];
    expect(traces.filter((trace) => bytes.includes(trace))).toEqual([]);
  });
});

describe('answers of the billing API', () => {
  it('are shared by requests at the same time, reused while fresh and marked with their age', async () => {
    const harness = await Harness.start({ platforms: ['telegram'], env: { BALANCE_FRESH_SECONDS: '10' } });
    const key = harness.key({ kind: 'good' });
    const people = Array.from({ length: 20 }, (_, index) =>
      harness.telegram.user({ firstName: `Person ${index}` }),
    );
    for (const person of people) person.send(key);
    const registered = await Promise.all(
      people.map((person) =>
        person.privateChat.messages.waitFor(({ text }) => text.includes('is registered')),
      ),
    );
    expect(registered).toHaveLength(20);
    expect(harness.billing.timesAsked(key)).toBe(1);

    const [bob] = people;
    if (bob === undefined) throw new Error('nobody is there');
    harness.advance(4_000);
    bob.send('/balance');
    const reused = await bob.privateChat.messages.waitFor(({ text }) => text.startsWith('Your balance'));
    expect(reused.text).toMatch(/Read [45] seconds ago\./);
    expect(harness.billing.timesAsked(key)).toBe(1);

    harness.advance(7_000);
    await bob.press(reused, 'Refresh');
    expect(reused.text).not.toContain('ago');
    expect(harness.billing.timesAsked(key)).toBe(2);
    await harness.stop();
  });
});
