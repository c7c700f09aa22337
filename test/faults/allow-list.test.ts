import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rateLimited } from '../../src/sandbox/discord/index.ts';
import { BAD_GATEWAY } from '../../src/sandbox/telegram/index.ts';
import { Harness } from '../e2e/harness.ts';
import { type Home, serveHomeOnly } from '../e2e/home.ts';
import { PLATFORMS, personOn } from '../e2e/person.ts';
import './outcome.ts';

const MEMBER = /^\/guilds\/\d+\/members\/\d+$/;
const UNVERIFIED = 'I cannot check right now whether you belong to it';

/** Longer than it is remembered that the platform did not say. */
const A_LITTLE_LATER_MS = 6_000;

describe.each(PLATFORMS)('asked by a private bot who is a member, %s', (platform) => {
  let harness: Harness;
  let home: Home;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform] });
    home = await serveHomeOnly(platform, harness);
  });
  afterAll(() => harness.stop());

  function member() {
    const person = personOn(platform, harness);
    home.letIn(person);
    return person;
  }

  /** Has the next question for a member go wrong, whatever is tried again. */
  const faults = {
    'answers 502': () =>
      platform === 'discord'
        ? harness.discord.failNext('GET', MEMBER, { status: 502, body: undefined }, 4)
        : harness.telegram.failNext('getChatMember', BAD_GATEWAY),
    'asks for a pause (429)': () =>
      platform === 'discord'
        ? harness.discord.failNext('GET', MEMBER, rateLimited(2))
        : harness.telegram.failNext('getChatMember', {
            error_code: 429,
            description: 'Too Many Requests: retry after 20',
            parameters: { retry_after: 20 },
          }),
  };

  it.for(Object.entries(faults))(
    '%s: told so in time, and served when asking again',
    async ([, fail], { task }) => {
      const person = member();
      fail();
      expect(await person.command('help')).toContain(UNVERIFIED);
      harness.advance(A_LITTLE_LATER_MS);
      expect(await person.command('help')).toContain('What I can do');
      task.meta.outcome = 'the person is told to try again in a minute, and is served then';
    },
  );

  it('answers 502 to a message: told so, and the key in it is not used', async ({ task }) => {
    const person = member();
    const key = harness.key({ kind: 'good' });
    faults['answers 502']();
    expect(await person.write(key)).toContain(UNVERIFIED);
    expect(harness.billing.timesAsked(key)).toBe(0);
    harness.advance(A_LITTLE_LATER_MS);
    expect(await person.write(key)).toContain('Your key is registered');
    task.meta.outcome = 'the person is told to try again; the key is registered when sent again';
  });
});
