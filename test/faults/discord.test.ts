import { InteractionResponseType } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DiscordUser, rateLimited, refusals } from '../../src/sandbox/discord/index.ts';
import { titleOf, wordsOf } from '../e2e/discord-message.ts';
import { Harness } from '../e2e/harness.ts';
import { submitKey, watchLog } from './conversation.ts';
import './outcome.ts';

const CALLBACK = /^\/interactions\/\d+\/[\w-]+\/callback$/;
const REPLY = /^\/webhooks\/\d+\/[\w-]+\/messages\/@original$/;
const MESSAGES = /^\/channels\/\d+\/messages$/;

describe('on Discord', () => {
  let harness: Harness;
  let people = 0;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['discord'] });
  });
  afterAll(() => harness.stop());
  afterEach(() => harness.billing.setOutage(undefined));

  const person = () => harness.discord.user({ username: `person${++people}` });

  /** A person whose key is registered, by which it shows whether anything stored was lost. */
  async function customer(): Promise<DiscordUser> {
    const user = person();
    await submitKey(user, harness.key({ kind: 'good' }));
    return user;
  }

  const isAcknowledgement = (body: unknown) =>
    typeof body === 'object' &&
    body !== null &&
    'type' in body &&
    body.type === InteractionResponseType.DeferredChannelMessageWithSource;

  /** Has the billing API answer only once the bot has told Discord that an answer is coming. */
  function answerLate(): void {
    const { calls } = harness.discord;
    const before = calls.entries.length;
    const until = calls.waitFor(
      (call) => calls.entries.indexOf(call) >= before && isAcknowledgement(call.body),
      'an acknowledgement',
    );
    harness.billing.setOutage({ kind: 'held', until, next: { kind: 'good' } });
  }

  async function expectBalance(user: DiscordUser): Promise<void> {
    const interaction = user.slash('balance');
    expect(titleOf(await interaction.reply())).toBe('Your balance');
    expect(interaction.messages.entries).toHaveLength(1);
  }

  it('"Unknown interaction" since the first answer came too late: one line, and the next is answered', async ({
    task,
  }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.unknownInteraction());
    const late = user.slash('balance');
    const line = await logged(({ outcome }) => outcome === 'too-late');
    expect(line).toMatchObject({ level: 40, command: 'balance', answer: 'ok', msg: 'not delivered' });
    expect(JSON.stringify(line)).not.toContain('stack');
    expect(late.messages.entries).toEqual([]);
    await expectBalance(user);
    task.meta.outcome = 'outcome "too-late" in the log; the next command is answered';
  });

  it('"Unknown interaction" for a submitted form: the key is registered all the same', async ({ task }) => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    const modal = await user.slash('key set').modal();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.unknownInteraction());
    user.submit(modal, { key });
    const line = await logged(({ outcome }) => outcome === 'too-late');
    expect(line).toMatchObject({ command: 'form', answer: 'registered' });
    expect(harness.billing.timesAsked(key)).toBe(1);
    await expectBalance(user);
    task.meta.outcome = 'outcome "too-late", answer "registered"; the next command shows the balance';
  });

  it('"Unknown interaction" for a command with a form: it opens at the next try', async ({ task }) => {
    const user = person();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.unknownInteraction());
    user.slash('key set');
    expect(await logged(({ outcome }) => outcome === 'too-late')).toMatchObject({ answer: 'form' });
    expect(titleOf(await submitKey(user, harness.key({ kind: 'good' })))).toBe('Your key is registered');
    task.meta.outcome = 'outcome "too-late" in the log; the form opens at the next try';
  });

  it('"Unknown interaction" for a press: what it does is done once', async ({ task }) => {
    const user = person();
    const key = harness.key({ kind: 'raw', status: 502, body: '' });
    const offer = await submitKey(user, key);
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.unknownInteraction());
    user.press(offer, 'Store it unchecked');
    await logged(({ outcome, answer }) => outcome === 'too-late' && answer === 'stored-unchecked');
    expect(titleOf(await user.press(offer, 'Store it unchecked').reply())).toBe('That offer has run out');
    harness.billing.setKey(key, { kind: 'good' });
    await expectBalance(user);
    task.meta.outcome = 'stored once; the next command shows the balance';
  });

  it('"already been acknowledged", by a call whose answer was lost: the answer comes, once', async ({
    task,
  }) => {
    const user = await customer();
    const before = harness.discord.calls.entries.length;
    const asked = user.slash('balance');
    asked.callback({ type: InteractionResponseType.DeferredChannelMessageWithSource });
    const balance = await asked.reply();
    expect(titleOf(balance)).toBe('Your balance');
    expect(asked.messages.entries).toHaveLength(1);
    const pressed = user.press(balance, 'Refresh');
    pressed.callback({ type: InteractionResponseType.DeferredMessageUpdate });
    expect(await pressed.reply()).toBe(balance);
    const refused = harness.discord.calls.entries.slice(before).filter(({ status }) => status === 400);
    expect(refused.map(({ response }) => response)).toMatchObject([{ code: 40060 }, { code: 40060 }]);
    task.meta.outcome = 'the answer comes, once';
  });

  it('"already been acknowledged" for a command with a form: one line, and it opens at the next try', async ({
    task,
  }) => {
    const user = person();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.alreadyAcknowledged());
    user.slash('key set');
    expect(await logged(({ outcome }) => outcome === 'already-answered')).toMatchObject({ level: 40 });
    expect(titleOf(await submitKey(user, harness.key({ kind: 'good' })))).toBe('Your key is registered');
    task.meta.outcome = 'outcome "already-answered" in the log; the form opens at the next try';
  });

  it.for([
    ['of an answer', 'at once', 'POST', CALLBACK, {}],
    ['of an acknowledgement', 'late', 'POST', CALLBACK, {}],
    ['of an answer that was announced', 'late', 'PATCH', REPLY, {}],
    ['of everything', 'at once', 'POST', CALLBACK, { global: true }],
  ] as const)(
    '429 %s: the reply comes after the wait, once',
    async ([, when, method, path, options], { task }) => {
      const user = await customer();
      const logged = watchLog(harness);
      if (when === 'late') answerLate();
      harness.discord.failNext(method, path, rateLimited(0.2, options));
      const interaction = user.slash('balance');
      const line = await logged(({ msg }) => msg === 'rate limited');
      expect(line).toMatchObject({ level: 20, method, global: 'global' in options });
      expect(titleOf(await interaction.reply())).toBe('Your balance');
      expect(interaction.messages.entries).toHaveLength(1);
      expect(JSON.stringify(harness.log.entries)).not.toContain(interaction.token);
      task.meta.outcome = 'the reply comes after the wait, once';
    },
  );

  it('429 with a long wait: that answer is given up, and the next is answered', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, rateLimited(3600));
    const interaction = user.slash('balance');
    expect(await logged(({ msg }) => msg === 'rate limited')).toMatchObject({ level: 40 });
    expect(await logged(({ outcome }) => outcome === 'throttled')).toMatchObject({
      level: 40,
      answer: 'ok',
    });
    expect(JSON.stringify(harness.log.entries)).not.toContain(interaction.token);
    await expectBalance(user);
    task.meta.outcome = 'outcome "throttled" in the log; the next command is answered';
  });

  it.for([
    ['of an answer', 'POST', CALLBACK],
    ['of an answer that was announced', 'PATCH', REPLY],
  ] as const)(
    '502 %s for a moment: the reply comes, tried again, once',
    async ([, method, path], { task }) => {
      const user = await customer();
      if (method === 'PATCH') answerLate();
      const { entries } = harness.discord.calls;
      const before = entries.length;
      harness.discord.failNext(method, path, { status: 502, body: undefined }, 3);
      await expectBalance(user);
      expect(entries.slice(before).filter(({ status }) => status === 502)).toHaveLength(3);
      task.meta.outcome = 'the reply comes, once';
    },
  );

  it('502 for longer: that answer is given up, and what it did stays', async ({ task }) => {
    const user = person();
    const logged = watchLog(harness);
    const modal = await user.slash('key set').modal();
    harness.discord.failNext('POST', CALLBACK, { status: 502, body: undefined }, 4);
    user.submit(modal, { key: harness.key({ kind: 'good' }) });
    expect(await logged(({ outcome }) => outcome === 'unreachable')).toMatchObject({
      level: 40,
      answer: 'registered',
    });
    await expectBalance(user);
    task.meta.outcome = 'outcome "unreachable" in the log; the key is stored';
  });

  it('a person who takes no direct messages: one line, and the key is kept', async ({ task }) => {
    const user = person();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', MESSAGES, {
      status: 403,
      body: { message: 'Cannot send messages to this user', code: 50007 },
    });
    user.dm(harness.key({ kind: 'good' }));
    const line = await logged(({ outcome }) => outcome === 'blocked');
    expect(line).toMatchObject({ level: 40, command: 'text', answer: 'registered' });
    expect(JSON.stringify(line)).not.toContain('stack');
    await expectBalance(user);
    task.meta.outcome = 'outcome "blocked" in the log; /balance shows the balance';
  });

  it('a message that was deleted before its press was answered: one line, and the press has worked', async ({
    task,
  }) => {
    const user = await customer();
    const question = await user.slash('key remove').reply();
    const logged = watchLog(harness);
    harness.discord.failNext('POST', CALLBACK, refusals.unknownMessage());
    user.press(question, 'Remove it');
    expect(await logged(({ outcome }) => outcome === 'gone')).toMatchObject({ level: 40, answer: 'removed' });
    expect(wordsOf(await user.slash('balance').reply())).toContain('You have no key registered yet');
    task.meta.outcome = 'outcome "gone" in the log; the key is removed';
  });
});
