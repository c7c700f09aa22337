import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** As many charts as are drawn or wait for it at the most, and as many more as are drawn while all of them come. */
const MANY = 40;

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start({ env: NO_LIMITS });
});
afterAll(() => harness.stop());

it('another range is drawn in the same message on Discord', async () => {
  const user = harness.discord.user({ username: 'kim' });
  const key = harness.key({ kind: 'good' });
  await user.submit(await user.slash('key set').modal(), { key }).reply();
  harness.advance(30 * HOUR_MS);
  toNextMinute();
  harness.billing.account(key).spend('50');
  const message = await user.slash('usage').reply();
  const [week] = message.attachments;
  expect(message.embeds[0]?.image?.url).toBe(week?.url);
  expect(await user.press(message, '24 h').reply()).toBe(message);
  const [day, ...others] = message.attachments;
  expect(others).toEqual([]);
  expect(day?.bytes.equals(week?.bytes ?? Buffer.of())).toBe(false);
  expect(day?.description).toContain('Balance · last 24 hours: from 200.5 to 150.5');
  expect(message.embeds[0]?.image?.url).toBe(day?.url);
  await user.press(message, '24 h').reply();
  expect(message.attachments.map(({ bytes }) => bytes.equals(day?.bytes ?? Buffer.of()))).toEqual([true]);
  expect(user.dmChannel.messages.entries.filter(({ author }) => author.bot)).toEqual([]);
});

it('another range is drawn in the same message on Telegram', async () => {
  const user = harness.telegram.user({ firstName: 'Kim' });
  const key = harness.key({ kind: 'good' });
  await answered(user, key);
  harness.advance(30 * HOUR_MS);
  toNextMinute();
  harness.billing.account(key).spend('50');
  const message = await answered(user, '/usage');
  const week = message.photo?.bytes ?? Buffer.of();
  const { messageId } = message;
  await user.press(message, '24 h');
  const day = message.photo?.bytes ?? Buffer.of();
  expect(day.equals(week)).toBe(false);
  expect(message.text).toContain('Balance · last 24 hours: from 200.5 to 150.5');
  expect(await user.press(message, '24 h')).toMatchObject({ kind: 'answer', text: 'Nothing has changed.' });
  expect(message.photo?.bytes.equals(day)).toBe(true);
  expect(user.privateChat.messages.entries.at(-1)?.messageId).toBe(messageId);
});

it('figures come without a picture while too many people want one', async () => {
  // A thread of its own, which takes its time to start.
  const crowded = await Harness.start({ env: { ...NO_LIMITS, BILLING_CONCURRENCY: '64' } });
  onTestFinished(() => crowded.stop());
  const people = PLATFORMS.map((platform) => personOn(platform, crowded));
  const many = Array.from({ length: MANY }, () => personOn('telegram', crowded));
  const keys = await Promise.all(
    [...many, ...people].map(async (person, index) => {
      const key = crowded.key({ kind: 'good' });
      await person.register(key);
      crowded.billing.account(key).spend(String(index + 1));
      return key;
    }),
  );
  const hold = (held: readonly string[]) => {
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const key of held) {
      const { figures } = crowded.billing.account(key);
      crowded.billing.setKey(key, { kind: 'held', until, next: { kind: 'good', figures } });
    }
    return release;
  };
  const releaseMany = hold(keys.slice(0, MANY));
  const releasePeople = hold(keys.slice(MANY));
  const seen = crowded.billing.calls.entries.length;
  const areAsked = (count: number) => () => crowded.billing.calls.entries.length >= seen + count;
  for (const person of many) person.say('usage');
  await crowded.billing.calls.waitFor(areAsked(MANY), 'the look-ups of many');
  const answers = Promise.all(people.map((person) => person.command('usage')));
  await crowded.billing.calls.waitFor(areAsked(keys.length), 'all look-ups');
  const isUsage = ({ command, msg }: Readonly<Record<string, unknown>>) =>
    command === 'usage' && msg === 'answered';
  const areAnswered = (count: number) => () => crowded.log.entries.filter(isUsage).length >= count;
  releaseMany();
  // Who is answered before the thread has started is one too many.
  await crowded.log.waitFor(areAnswered(1), 'one of the many to be turned away');
  releasePeople();
  for (const words of await answers) {
    expect(words).toContain('I cannot draw the chart right now');
    expect(words).toMatch(/Last 7 days\n4[12]/);
  }
  await crowded.log.waitFor(areAnswered(keys.length), 'all to be answered', 15_000);
  for (const person of people) {
    expect(person.picture()).toBeUndefined();
    const replies = person.replies();
    await person.press('24 h');
    expect(person.picture()?.alt).toContain('last 24 hours');
    expect(person.replies()).toBe(replies);
  }
});

/** Charts of one minute are the same. */
function toNextMinute(): void {
  harness.advance(MINUTE_MS - (harness.now() % MINUTE_MS) + 1);
}

async function answered(user: TelegramUser, text: string): Promise<TelegramMessage> {
  const seen = new Set(user.privateChat.messages.entries);
  user.send(text);
  return user.privateChat.messages.waitFor((each) => each.from.isBot && !seen.has(each), 'an answer', 10_000);
}
