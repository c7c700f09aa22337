import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordUser } from '../../src/sandbox/discord/index.ts';
import type { TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { titleOf, wordsOf } from '../e2e/discord-message.ts';
import { Harness } from '../e2e/harness.ts';
import { ask, said, submitKey } from './conversation.ts';
import './outcome.ts';

/** Buttons, the command whose answer bears them, and what they make the message say. */
const BUTTONS = [
  { button: 'Refresh', slash: 'balance', telegram: '/balance', says: '50% left' },
  { button: 'Remove it', slash: 'key remove', telegram: '/removekey', says: 'Your key is removed' },
  { button: 'Keep it', slash: 'key remove', telegram: '/removekey', says: 'stays registered' },
  { button: '简体中文', slash: 'language', telegram: '/language', says: '从现在起使用中文' },
];

/** Buttons of the offer to store a key unchecked, and what /balance says afterwards. */
const OFFERS = [
  { button: 'Store it unchecked', says: 'Your key is stored, unchecked', after: 'Your balance' },
  { button: 'Do not store it', says: 'it is gone', after: 'You have no key registered yet' },
];

const HALF = {
  remainingPoints: '50.000000',
  points: '100.000000',
  remainingAmount: '50.000000',
  amount: '100.000000',
};

describe('after a restart', () => {
  let harness: Harness;
  let people = 0;

  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  const onDiscord = (): DiscordUser => harness.discord.user({ username: `person${++people}` });
  const onTelegram = (): TelegramUser => harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });

  async function restart(): Promise<void> {
    await harness.stopApp();
    await harness.startApp();
  }

  it('buttons of messages from before work on Discord', async ({ task }) => {
    const asked = await Promise.all(
      BUTTONS.map(async ({ slash, ...rest }) => {
        const user = onDiscord();
        const key = harness.key({ kind: 'good' });
        await submitKey(user, key);
        return { ...rest, user, key, message: await user.slash(slash).reply() };
      }),
    );
    for (const { key } of asked) harness.billing.setKey(key, { kind: 'good', figures: HALF });
    await restart();
    for (const { user, button, message, says } of asked) {
      const press = user.press(message, button);
      expect(wordsOf(await press.reply())).toContain(says);
      expect((await press.reply()).id).toBe(message.id);
      expect([message.edits, press.messages.entries.length]).toEqual([1, 0]);
    }
    task.meta.outcome = `answered in the message: ${BUTTONS.map(({ button }) => button).join(', ')}`;
  });

  it('buttons of messages from before work on Telegram', async ({ task }) => {
    const asked = await Promise.all(
      BUTTONS.map(async ({ telegram, ...rest }) => {
        const user = onTelegram();
        const key = harness.key({ kind: 'good' });
        await ask(user, key);
        return { ...rest, user, key, message: await ask(user, telegram) };
      }),
    );
    for (const { key } of asked) harness.billing.setKey(key, { kind: 'good', figures: HALF });
    await restart();
    for (const { user, button, message, says } of asked) {
      await user.press(message, button);
      expect(message.text).toContain(says);
      expect([message.edits, said(user).length]).toEqual([1, 2]);
    }
    task.meta.outcome = `answered in the message: ${BUTTONS.map(({ button }) => button).join(', ')}`;
  });

  it('offers from before are taken or dropped on Discord', async ({ task }) => {
    const offered = await Promise.all(
      OFFERS.map(async (rest) => {
        const user = onDiscord();
        const key = harness.key({ kind: 'raw', status: 502, body: '' });
        return { ...rest, user, key, offer: await submitKey(user, key) };
      }),
    );
    await restart();
    for (const { user, key, offer, button, says, after } of offered) {
      expect(wordsOf(await user.press(offer, button).reply())).toContain(says);
      harness.billing.setKey(key, { kind: 'good' });
      expect(titleOf(await user.slash('balance').reply())).toBe(after);
    }
    task.meta.outcome = 'the key is stored, or dropped, as its owner wants';
  });

  it('offers from before are taken or dropped on Telegram', async ({ task }) => {
    const offered = await Promise.all(
      OFFERS.map(async (rest) => {
        const user = onTelegram();
        const key = harness.key({ kind: 'raw', status: 502, body: '' });
        return { ...rest, user, key, offer: await ask(user, key) };
      }),
    );
    await restart();
    for (const { user, key, offer, button, says, after } of offered) {
      await user.press(offer, button);
      expect(offer.text).toContain(says);
      harness.billing.setKey(key, { kind: 'good' });
      expect((await ask(user, '/balance')).text).toContain(after);
    }
    task.meta.outcome = 'the key is stored, or dropped, as its owner wants';
  });

  it('a form that was opened before is taken in, and one opens from a message from before', async ({
    task,
  }) => {
    const opened = onDiscord();
    const modal = await opened.press(await opened.slash('balance').reply(), 'Enter your key').modal();
    const guided = onDiscord();
    const guidance = await guided.slash('balance').reply();
    await restart();
    const reply = await opened.submit(modal, { key: harness.key({ kind: 'good' }) }).reply();
    expect(titleOf(reply)).toBe('Your key is registered');
    expect(titleOf(await opened.slash('balance').reply())).toBe('Your balance');
    const late = await guided.press(guidance, 'Enter your key').modal();
    const lateReply = await guided.submit(late, { key: harness.key({ kind: 'good' }) }).reply();
    expect(titleOf(lateReply)).toBe('Your key is registered');
    task.meta.outcome = 'the key is registered';
  });

  it('what was sent and pressed on Telegram meanwhile is answered, and what came before is not again', async ({
    task,
  }) => {
    const user = onTelegram();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    const question = await ask(user, '/removekey');
    await harness.stopApp();
    user.send('/balance');
    const pressed = user.press(question, 'Keep it');
    await harness.startApp();
    await pressed;
    expect(question.text).toContain('stays registered');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', question.text, 'Your balance', 'What I can do']);
    expect(harness.billing.timesAsked(key)).toBe(2);
    task.meta.outcome = 'each is answered once';
  });
});
