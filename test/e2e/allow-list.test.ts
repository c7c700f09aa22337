import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, wordsOf } from './discord-message.ts';
import { Harness } from './harness.ts';
import { serveHomeOnly } from './home.ts';
import { PLATFORMS, personOn } from './person.ts';

describe('a bot for a closed circle', () => {
  let harness: Harness;
  afterEach(() => harness.stop());

  /** Starts the bot again with those ids on its list: they are not known before the sandbox has made them. */
  async function serveOnly(env: Readonly<Record<string, string>>): Promise<void> {
    await harness.stopApp();
    await harness.startApp(env);
  }

  it('on Discord serves its servers and their members in private, and tells others whom to ask', async () => {
    harness = await Harness.start({ platforms: ['discord'] });
    const home = harness.discord.guild({ name: 'Home' });
    const elsewhere = harness.discord.guild({ name: 'Elsewhere' });
    await serveOnly({ DISCORD_GUILD_ALLOWLIST: home.id });
    const member = harness.discord.user({ username: 'member' });
    const stranger = harness.discord.user({ username: 'stranger' });

    expect(titleOf(await member.slash('balance', { in: home }).reply())).toContain('no key registered');
    expect(titleOf(await member.slash('help').reply())).toBe('What I can do');
    const refusal = await member.slash('balance', { in: elsewhere }).reply();
    expect(wordsOf(refusal)).toContain(elsewhere.id);
    expect(refusal.ephemeral).toBe(true);

    expect(wordsOf(await stranger.slash('help').reply())).toContain(`this number: \`${stranger.id}\``);
    const key = harness.key({ kind: 'good' });
    stranger.dm(key);
    const answer = await stranger.dmChannel.messages.waitFor(({ author }) => author.bot, 'an answer');
    expect(titleOf(answer)).toBe('This bot is private');
    expect(titleOf(await stranger.slash('key set').reply())).toBe('This bot is private');
    expect(harness.billing.timesAsked(key)).toBe(0);
    const asked = harness.discord.calls.entries.filter(({ path }) => path.includes('/members/'));
    expect(asked).toHaveLength(2);
  });

  it('on Telegram serves its chats and their members in private, and tells others whom to ask', async () => {
    harness = await Harness.start({ platforms: ['telegram'] });
    const home = harness.telegram.group({ title: 'Home' });
    const elsewhere = harness.telegram.group({ title: 'Elsewhere' });
    const listed = harness.telegram.user({ firstName: 'Listed' });
    await serveOnly({ TELEGRAM_CHAT_ALLOWLIST: `${home.id}, ${listed.id}` });
    const member = harness.telegram.user({ firstName: 'Member' });
    const stranger = personOn('telegram', harness, { chinese: true });
    const answerIn = (chat: typeof home) => chat.messages.waitFor(({ from }) => from.isBot, 'an answer');

    member.send('/help', { in: home });
    expect((await answerIn(home)).text).toContain('I show people what their Talk-Bot API key has left');
    member.send('/help');
    const inPrivate = await member.privateChat.messages.waitFor(({ from }) => from.isBot, 'an answer');
    expect(inPrivate.text).toContain('What I can do');
    listed.send('/help');
    await listed.privateChat.messages.waitFor(({ text }) => text.includes('What I can do'), 'an answer');

    member.send('hello everybody', { in: elsewhere });
    member.send('/help', { in: elsewhere });
    expect((await answerIn(elsewhere)).text).toContain(`this number: ${elsewhere.id}`);
    expect(elsewhere.messages.entries.filter(({ from }) => from.isBot)).toHaveLength(1);

    const key = harness.key({ kind: 'good' });
    expect(await stranger.write(key)).toContain(`请把这个编号告诉运营者：${stranger.id}`);
    expect(harness.billing.timesAsked(key)).toBe(0);
  });

  it.for(PLATFORMS)('on %s soon notices who was let in, and in time who has left', async (platform) => {
    harness = await Harness.start({ platforms: [platform] });
    const home = await serveHomeOnly(platform, harness);
    const person = personOn(platform, harness);
    expect(await person.command('help')).toContain('This bot is private');
    home.letIn(person);
    harness.advance(61_000);
    expect(await person.command('help')).toContain('What I can do');
    home.putOut(person);
    harness.advance(9 * 60_000);
    expect(await person.command('help')).toContain('What I can do');
    harness.advance(61_000);
    expect(await person.command('help')).toContain('This bot is private');
  });

  it.for(PLATFORMS)(
    'on %s answers the press of somebody who has left, beside the message',
    async (platform) => {
      harness = await Harness.start({ platforms: [platform] });
      const home = await serveHomeOnly(platform, harness);
      const person = personOn(platform, harness);
      home.letIn(person);
      await person.command('forget');
      const question = person.shown();
      home.putOut(person);
      harness.advance(11 * 60_000);
      expect(await person.pressAside('Erase everything')).toContain('This bot is private');
      expect(person.shown()).toEqual(question);
    },
  );
});
