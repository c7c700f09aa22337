import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Destination, Notifier } from '../../src/chat/notifier.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { png } from '../sandbox/png.ts';
import { buttonLabels, wordsOf } from './discord-message.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const ALERT: Reply = {
  outcome: 'alert',
  tone: 'low',
  title: 'Running low',
  paragraphs: ['Your **balance** is low.'],
  buttons: [
    {
      kind: 'action',
      label: 'Again',
      style: 'primary',
      action: { command: 'balance', press: 'again' },
    },
    { kind: 'link', label: 'Top up', url: 'https://top-up.example/' },
  ],
};
const CHART = { png: png(6, 4), alt: 'From 10 on Monday to 2 on Friday' };
const TABLE = { name: 'history.csv', content: '\uFEFFday,amount\r\n1,10\r\n' };

describe('a message that nobody asked for', () => {
  let harness: Harness;
  let notifier: Notifier;
  let nonces = 0;

  beforeAll(async () => {
    harness = await Harness.prepare();
    ({ notifier } = await harness.startApp());
  });
  afterAll(() => harness.stop());

  const send = (to: Destination, reply: Reply, nonce = `nonce-${++nonces}`) =>
    notifier.send(to, reply, nonce);

  /** Somebody who has used the bot before: on Telegram nobody else can be written to. */
  async function acquaintance(platform: Person['platform']): Promise<Person> {
    const person = personOn(platform, harness);
    await person.command('help');
    return person;
  }

  const to = ({ platform, id }: Person): Destination => ({ kind: 'person', user: `${platform}:${id}` });

  for (const platform of PLATFORMS) {
    it(`comes with its buttons on ${platform}, and one line in the log without an id`, async () => {
      const person = await acquaintance(platform);
      const seen = harness.log.entries.length;
      expect(await send(to(person), ALERT)).toBe('delivered');
      expect(await person.waitForMessage('Running low')).toContain('is low.');
      expect(person.shown().slice(1)).toEqual(['Again', 'Top up']);
      expect(person.picture()).toBeUndefined();
      const lines = harness.log.entries.slice(seen).filter(({ msg }) => msg === 'sent unasked');
      expect(lines).toEqual([
        expect.objectContaining({ platform, outcome: 'alert', user: expect.stringMatching(/^[\da-f]{12}$/) }),
      ]);
      expect(JSON.stringify(lines)).not.toContain(person.id);
    });

    it(`brings a picture and says what it shows on ${platform}`, async () => {
      const person = await acquaintance(platform);
      expect(await send(to(person), { ...ALERT, picture: CHART })).toBe('delivered');
      await person.waitForMessage('Running low');
      expect(person.picture()?.png.equals(CHART.png)).toBe(true);
      expect(person.picture()?.alt).toContain(CHART.alt);
      expect(person.shown().slice(1)).toEqual(['Again', 'Top up']);
    });

    it(`brings a file as it is on ${platform}`, async () => {
      const person = await acquaintance(platform);
      expect(await send(to(person), { ...ALERT, file: TABLE })).toBe('delivered');
      await person.waitForMessage('Running low');
      expect(person.file()).toEqual({ name: TABLE.name, text: TABLE.content });
    });

    it(`brings a picture and a file together on ${platform}`, async () => {
      const person = await acquaintance(platform);
      const before = person.replies();
      expect(await send(to(person), { ...ALERT, picture: CHART, file: TABLE })).toBe('delivered');
      expect(person.replies() - before).toBe(platform === 'discord' ? 1 : 2);
      await person.waitForMessage('Running low');
      expect(person.picture()?.alt).toContain(CHART.alt);
      if (platform === 'telegram') await person.waitForMessage('');
      expect(person.file()?.text).toBe(TABLE.content);
      expect(person.shown().slice(1)).toEqual(['Again', 'Top up']);
    });
  }

  it('shows the picture in its embed on Discord, with no more of a description than Discord takes', async () => {
    const user = harness.discord.user({ username: 'kim' });
    const picture = { ...CHART, alt: 'x'.repeat(2_000) };
    expect(await send({ kind: 'person', user: `discord:${user.id}` }, { ...ALERT, picture })).toBe(
      'delivered',
    );
    const [message] = user.dmChannel.messages.entries;
    expect(message?.embeds[0]?.image?.url).toBe(message?.attachments[0]?.url);
    expect(message?.attachments[0]?.description).toBe('x'.repeat(1024));
  });

  it('is shown once on Discord when it comes again under its nonce', async () => {
    const user = harness.discord.user({ username: 'kim' });
    const person: Destination = { kind: 'person', user: `discord:${user.id}` };
    for (const nonce of ['once', 'once', 'other']) {
      expect(await send(person, ALERT, nonce)).toBe('delivered');
    }
    expect(user.dmChannel.messages.entries.map(({ nonce, repeats }) => [nonce, repeats])).toEqual([
      ['once', 1],
      ['other', 0],
    ]);
    // The channel is opened once.
    expect(
      harness.discord.calls.entries.filter(
        ({ path, body }) =>
          path === '/users/@me/channels' &&
          JSON.stringify(body) === JSON.stringify({ recipient_id: user.id }),
      ),
    ).toHaveLength(1);
  });

  it('says what a picture shows in the caption on Telegram, unless the text does', async () => {
    const person = await acquaintance('telegram');
    await send(to(person), { ...ALERT, picture: CHART });
    expect(await person.waitForMessage('Running low')).toBe(
      `Running low\n\nYour balance is low.\n\n${CHART.alt}`,
    );
    await send(to(person), { ...ALERT, paragraphs: [`Seen: ${CHART.alt}.`], picture: CHART });
    expect(await person.waitForMessage('Seen')).toBe(`Running low\n\nSeen: ${CHART.alt}.`);
  });

  it('is two messages on Telegram where the text is too long for a caption', async () => {
    const person = await acquaintance('telegram');
    const long = 'word & '.repeat(200).trim();
    await send(to(person), { ...ALERT, paragraphs: [long], picture: CHART });
    expect(await person.waitForMessage('Running low')).toBe(`Running low\n\n${CHART.alt}`);
    expect(person.picture()?.png.equals(CHART.png)).toBe(true);
    expect(person.shown()).toHaveLength(1);
    expect(await person.waitForMessage('word')).toBe(long);
    expect(person.shown().slice(1)).toEqual(['Again', 'Top up']);
  });

  it('is cut to a caption on Telegram where even what the picture shows is too long', async () => {
    const person = await acquaintance('telegram');
    await send(to(person), { ...ALERT, picture: { ...CHART, alt: 'y'.repeat(1_200) } });
    expect(await person.waitForMessage('yyy')).toBe('y'.repeat(1024));
    expect(await person.waitForMessage('Running low')).toContain('is low.');
  });

  it('has only links where others read', async () => {
    const guild = harness.discord.guild({ name: 'Team' });
    const group = harness.telegram.group({ title: 'Team' });
    const channels: Destination[] = [
      { kind: 'channel', platform: 'discord', id: guild.channel.id },
      { kind: 'channel', platform: 'telegram', id: String(group.id) },
    ];
    for (const channel of channels) expect(await send(channel, ALERT)).toBe('delivered');
    const [onDiscord] = guild.channel.messages.entries;
    expect(onDiscord && [wordsOf(onDiscord), buttonLabels(onDiscord)]).toEqual([
      expect.stringContaining('Running low'),
      ['Top up'],
    ]);
    const [onTelegram] = group.messages.entries;
    expect(onTelegram?.text).toContain('Running low');
    expect(onTelegram?.keyboard.flat().map(({ text }) => text)).toEqual(['Top up']);
  });
});
