import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Platform } from '../../src/identity.ts';
import { rateLimited } from '../../src/sandbox/discord/index.ts';
import type { Hold, HoldPoint } from '../../src/sandbox/holds.ts';
import { Harness } from '../e2e/harness.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import type { Sandboxes } from '../e2e/sandboxes.ts';
import { openDatabase } from '../records/database.ts';
import './outcome.ts';

const MESSAGES = /^\/channels\/\d+\/messages$/;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const LOW = 'running low';

/** How often a message comes that was sent twice: Discord shows one that comes again under its nonce only once. */
const SENT_TWICE: Readonly<Record<Platform, number>> = { discord: 1, telegram: 2 };

type Both = Pick<Sandboxes, Platform>;

function holdNext({ discord, telegram }: Both, platform: Platform, when: HoldPoint): Hold {
  return platform === 'discord'
    ? discord.holdNext('POST', MESSAGES, { when })
    : telegram.holdNext('sendMessage', { when });
}

/** Has the next sendings fail with an error of the platform's own. */
function failNext({ discord, telegram }: Both, platform: Platform, times: number): void {
  if (platform === 'discord') discord.failNext('POST', MESSAGES, { status: 502, body: '' }, times);
  else telegram.failNext('sendMessage', { error_code: 500, description: 'Internal Server Error' }, times);
}

/** Has the next sendings answered with the wish for a pause of that many seconds. */
function throttleNext({ discord, telegram }: Both, platform: Platform, seconds: number, times: number): void {
  const failure = {
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  };
  if (platform === 'discord') discord.failNext('POST', MESSAGES, rateLimited(seconds), times);
  else telegram.failNext('sendMessage', failure, times);
}

/** The bot's clock runs ahead with that of the process, by which libraries reckon their pauses. */
class Ahead {
  #ms = 0;

  constructor() {
    const realNow = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + this.#ms);
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}

const ENV = { CURRENCY: 'USD', WATCH_INTERVAL: '1h' };

/** Somebody who is to be warned in the next round of the watch. */
async function customerOf(harness: Harness, platform: Platform): Promise<Person> {
  const user = personOn(platform, harness);
  const key = harness.key({ kind: 'good' });
  await user.register(key);
  await user.command('alert', { below: 50 });
  harness.billing.account(key).spend('151');
  return user;
}

describe.each(PLATFORMS)('a warning on its way to %s', (platform) => {
  let harness: Harness;
  let line: LossyLine;
  let clock: Ahead;
  beforeAll(async () => {
    clock = new Ahead();
    harness = await Harness.prepare({ platforms: [platform], env: ENV });
    line = await LossyLine.to(harness[platform].apiRoot);
    await harness.startApp({ [`${platform.toUpperCase()}_API_ROOT`]: line.url });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await harness.stop();
    await line.goAway();
  });

  async function pass(ms: number): Promise<void> {
    clock.advance(ms);
    await harness.app.watch();
  }

  /** Who was to be warned, and how many messages came since. */
  async function customer() {
    const user = await customerOf(harness, platform);
    return { user, came: () => user.received(LOW) };
  }

  const said = (outcome: string) => harness.log.entries.filter((entry) => entry.outcome === outcome).length;

  it('while the platform has an error of its own', async ({ task }) => {
    const { user, came } = await customer();
    failNext(harness, platform, 1);
    await pass(HOUR_MS);
    expect(came()).toBe(0);
    await pass(MINUTE_MS / 2);
    expect(came()).toBe(0);
    await pass(MINUTE_MS);
    await user.waitForMessage(LOW);
    await pass(HOUR_MS);
    expect(came()).toBe(1);
    task.meta.outcome = 'comes a minute later, once';
  });

  it('while the platform has an error of its own, twice', async ({ task }) => {
    const { came } = await customer();
    const given = said('given up: sent twice, perhaps in vain');
    failNext(harness, platform, 2);
    await pass(HOUR_MS);
    for (let minutes = 0; minutes < 4; minutes += 1) await pass(2 * MINUTE_MS);
    expect(came()).toBe(0);
    expect(said('given up: sent twice, perhaps in vain')).toBe(given + 1);
    task.meta.outcome = 'is given up after two attempts of unknown outcome, with a line in the log';
  });

  it('while the platform asks for long pauses, again and again', async ({ task }) => {
    const { user, came } = await customer();
    throttleNext(harness, platform, 600, 3);
    await pass(HOUR_MS);
    for (let pause = 0; pause < 2; pause += 1) await pass(11 * MINUTE_MS);
    expect(came()).toBe(0);
    await pass(11 * MINUTE_MS);
    await user.waitForMessage(LOW);
    await pass(HOUR_MS);
    expect(came()).toBe(1);
    task.meta.outcome = 'comes after the pauses, once';
  });

  it.for(['before', 'after'] as const)(
    'whose connection breaks %s it takes effect',
    async (when, { task }) => {
      const { user, came } = await customer();
      const hold = holdNext(harness, platform, when);
      const turn = pass(HOUR_MS);
      await hold.reached;
      line.break();
      await turn;
      expect(came()).toBe(when === 'before' ? 0 : 1);
      await pass(2 * MINUTE_MS);
      await user.waitForMessage(LOW);
      for (let minutes = 0; minutes < 3; minutes += 1) await pass(2 * MINUTE_MS);
      expect(came()).toBe(when === 'before' ? 1 : SENT_TWICE[platform]);
      task.meta.outcome = came() === 1 ? 'comes once' : 'comes twice, and not a third time';
    },
  );

  it('while the platform cannot be reached', async ({ task }) => {
    const { user, came } = await customer();
    await line.goAway();
    await pass(HOUR_MS);
    for (let minutes = 0; minutes < 4; minutes += 1) await pass(2 * MINUTE_MS);
    expect(came()).toBe(0);
    await line.comeBack();
    await pass(2 * MINUTE_MS);
    await user.waitForMessage(LOW);
    await pass(HOUR_MS);
    expect(came()).toBe(1);
    task.meta.outcome = 'comes once it can be reached again, once, however often it was tried';
  });
});

describe('a warning, when the store fails just after it was sent', () => {
  it('on either platform', async ({ task }) => {
    const harness = await Harness.start({ env: ENV });
    try {
      const people = await Promise.all(PLATFORMS.map((platform) => customerOf(harness, platform)));
      const before = people.map((person) => person.replies());
      const came = () => people.map((person, index) => person.replies() - (before[index] ?? 0));
      const holds = PLATFORMS.map((platform) => holdNext(harness, platform, 'after'));
      harness.advance(HOUR_MS);
      const turn = harness.app.watch();
      await Promise.all(holds.map((hold) => hold.reached));
      {
        await using other = await openDatabase(join(harness.folder, 'store.sqlite'));
        await other.run('ALTER TABLE keyv RENAME TO elsewhere');
        for (const hold of holds) hold.release();
        await turn;
        await other.run('ALTER TABLE elsewhere RENAME TO keyv');
      }
      expect(harness.log.entries.filter(({ msg }) => msg === 'a notice was not delivered')).toHaveLength(2);
      for (let minutes = 0; minutes < 4; minutes += 1) {
        harness.advance(2 * MINUTE_MS);
        await harness.app.watch();
      }
      expect(came()).toEqual(PLATFORMS.map((platform) => SENT_TWICE[platform]));
    } finally {
      await harness.stop();
    }
    task.meta.outcome = 'comes twice on Telegram and once on Discord, and not a third time; the log says why';
  });
});

describe('a warning, when the bot is killed (kill -9)', () => {
  const env = { ...ENV, WATCH_INTERVAL: '1s' };
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await ProcessWorld.make();
  });
  afterEach(() => world.stop());

  /** Has the chats share one account, so that one reading is a warning to all of them. */
  async function link([first, ...others]: readonly Person[]): Promise<void> {
    for (const other of others) {
      const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await first?.command('link')) ?? '') ?? [];
      expect(await other.command('link', { code })).toContain('Your chats are linked');
    }
  }

  it('before it is sent, after it is sent but before it is answered, and once more after that', async ({
    task,
  }) => {
    const people = PLATFORMS.flatMap((platform) => [personOn(platform, world), personOn(platform, world)]);
    const first = await world.startReady({ env });
    const key = world.key({ kind: 'good' });
    await people[0]?.register(key);
    await link(people);
    for (const person of people) await person.command('alert', { below: 50 });
    // What the chats are told of their links.
    for (const person of people.slice(0, -1)) await person.waitForMessage('linked with');
    const before = people.map((person) => person.replies());
    /** How many warnings have come: in the two chats on Discord, then in those on Telegram, fewest first. */
    const came = () => {
      const counts = people.map((person, index) => person.replies() - (before[index] ?? 0));
      return [counts.slice(0, 2).sort(), counts.slice(2).sort()];
    };

    const hold = (points: readonly HoldPoint[]) =>
      PLATFORMS.flatMap((platform) => points.map((when) => holdNext(world, platform, when)));
    const reached = (holds: readonly Hold[]) => Promise.all(holds.map((each) => each.reached));

    const held = hold(['before', 'after']);
    world.billing.account(key).spend('151');
    await reached(held);
    first.signal('SIGKILL');
    await first.exited;
    expect(came()).toEqual([
      [0, 1],
      [0, 1],
    ]);

    const again = hold(['after', 'after']);
    const second = await world.startReady({ env });
    await reached(again);
    second.signal('SIGKILL');
    await second.exited;
    const final = [
      [1, 1],
      [1, 2],
    ];
    expect(came()).toEqual(final);

    const third = await world.startReady({ env });
    await third.lines.waitFor(
      () => third.output.split('given up: sent twice, perhaps in vain').length === people.length + 1,
      'all to be given up',
    );
    third.signal('SIGTERM');
    await third.exited;
    expect(came()).toEqual(final);
    expect(await world.leaks()).toEqual([]);
    task.meta.outcome =
      'comes once after the restart where it was not sent yet, twice on Telegram and once on Discord where it was, and not a third time';
  }, 60_000);
});
