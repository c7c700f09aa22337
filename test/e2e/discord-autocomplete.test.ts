import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordUser, RestCall } from '../../src/sandbox/discord/index.ts';
import { refusals } from '../../src/sandbox/discord/index.ts';
import { Harness } from './harness.ts';

const CALLBACK = /^\/interactions\/\d+\/[\w-]+\/callback$/;

describe('what Discord offers while a key is named', () => {
  let harness: Harness;
  let user: DiscordUser;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['discord'] });
    user = harness.discord.user({ username: 'kim' });
    for (const name of ['work', 'home']) {
      const modal = await user.slash('key set', { values: { name } }).modal();
      await user.submit(modal, { key: harness.key({ kind: 'good' }) }).reply();
    }
  });
  afterAll(() => harness.stop());

  const offeredTo = async (who: DiscordUser, typed: string) =>
    (await who.autocomplete('key remove', { option: 'name', value: typed })).map(({ name }) => name);

  it('is what fits the letters typed so far', async () => {
    expect((await offeredTo(user, '')).sort()).toEqual(['home', 'work']);
    expect(await offeredTo(user, 'WO')).toEqual(['work']);
    expect(await offeredTo(user, 'x')).toEqual([]);
    expect(await offeredTo(harness.discord.user({ username: 'other' }), '')).toEqual([]);
  });

  it('can be chosen', async () => {
    const [choice] = await user.autocomplete('balance', { option: 'name', value: 'wo' });
    const shown = await user.slash('balance', { values: { name: String(choice?.value) } }).reply();
    expect(JSON.stringify(shown.embeds)).toContain('work');
    expect(JSON.stringify(shown.embeds)).not.toContain('home');
  });

  it('is let go of without an error where it comes too late', async () => {
    const seen = harness.log.entries.length;
    harness.discord.failNext('POST', CALLBACK, refusals.unknownInteraction());
    const late = user.autocomplete('key remove', { option: 'name', value: 'wo' });
    late.catch(() => undefined);
    const isRefused = ({ path, status }: RestCall) => CALLBACK.test(path) && status === 404;
    await harness.discord.calls.waitFor(isRefused, 'the refusal');
    expect(await offeredTo(user, 'wo')).toEqual(['work']);
    expect(harness.log.entries.slice(seen).filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
