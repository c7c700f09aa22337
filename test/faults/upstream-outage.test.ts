import './outcome.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Harness, type LogLine } from '../e2e/harness.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';

const STALE = 'This is not your balance now';
const BUSY = 'Too many people are asking me right now.';

/** As many as open the circuit, and one more. */
const PEOPLE_PER_PLATFORM = 3;

/** The first pause until a probe, in milliseconds. */
const PAUSE_MS = 10_000;

describe('while the billing API is down', () => {
  let harness: Harness;
  let people: Person[];
  let aheadMs: number;

  beforeEach(async () => {
    harness = await Harness.start({ env: { BILLING_TIMEOUT_SECONDS: '1' } });
    people = PLATFORMS.flatMap((platform) =>
      Array.from({ length: PEOPLE_PER_PLATFORM }, () => personOn(platform, harness)),
    );
    await Promise.all(people.map((person) => person.register(harness.key({ kind: 'good' }))));
    aheadMs = 0;
    const realNow = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await harness.stop();
  });

  const everybodyAsks = () => Promise.all(people.map((person) => person.command('balance')));
  const calls = () => harness.billing.calls.entries.length;
  const answeredAtOnce = (since: number): LogLine[] =>
    harness.log.entries.slice(since).filter(({ reason }) => reason === 'circuit-open');
  const said = (msg: string) => harness.log.entries.filter((line) => line.msg === msg);

  it('nobody waits for it once the circuit is open, and it is not asked', async ({ task }) => {
    harness.billing.setOutage({ kind: 'silent' });
    await everybodyAsks();
    await harness.log.waitFor(({ msg }) => msg === 'the billing API is failing; calls are paused');
    const before = calls();
    const since = harness.log.entries.length;
    for (let round = 0; round < 5; round++) {
      for (const reply of await everybodyAsks()) expect(reply).toContain(STALE);
    }
    expect(calls()).toBe(before);
    const all = 5 * people.length;
    await harness.log.waitFor(() => answeredAtOnce(since).length === all, 'a log line for each');
    expect(said('the billing API is failing; calls are paused')).toEqual([
      expect.objectContaining({ level: 40, reason: expect.stringMatching(/^(deadline|headers-timeout)$/) }),
    ]);
    const slowest = Math.max(...answeredAtOnce(since).map(({ ms }) => Number(ms)));
    task.meta.outcome = `the last balance, dated, after ${slowest} ms at most; the API was not asked once in ${all} questions`;
  });

  it('one question at a time finds out whether it is back, and everybody has balances again then', async ({
    task,
  }) => {
    harness.billing.setOutage({ kind: 'silent' });
    await everybodyAsks();
    const before = calls();
    const since = harness.log.entries.length;
    aheadMs += PAUSE_MS;
    for (const reply of await everybodyAsks()) expect(reply).toContain(STALE);
    expect(calls()).toBe(before + 1);
    await harness.log.waitFor(() => answeredAtOnce(since).length === people.length - 1, 'the others');

    harness.billing.setOutage(undefined);
    for (const reply of await everybodyAsks()) expect(reply).toContain(STALE);
    expect(calls()).toBe(before + 1);
    aheadMs += 2 * PAUSE_MS;
    const [first] = people;
    expect(await first?.command('balance')).not.toContain(STALE);
    for (const reply of await everybodyAsks()) expect(reply).not.toContain(STALE);
    await harness.log.waitFor(({ msg }) => msg === 'the billing API answers again');
    expect(said('the billing API is failing; calls are paused')).toHaveLength(1);
    expect(said('the billing API answers again')).toHaveLength(1);
    task.meta.outcome = `of ${people.length} at once one was a probe and the rest had the last balance at once; after the outage all had balances`;
  });
});

describe('when more people ask than the billing API may be asked for', () => {
  let harness: Harness;
  let release: () => void;

  beforeEach(async () => {
    harness = await Harness.start({ env: { BILLING_CONCURRENCY: '2' } });
    release = () => {};
  });
  afterEach(async () => {
    release();
    await harness.stop();
  });

  /** From now on nothing is answered before `release()`, then everything well. */
  function hold(): void {
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.billing.setOutage({ kind: 'held', until, next: { kind: 'good' } });
  }

  it('some are told that the bot is busy, all are answered, and no more is asked than may be', async ({
    task,
  }) => {
    const regulars = PLATFORMS.map((platform) => personOn(platform, harness));
    for (const person of regulars) await person.register(harness.key({ kind: 'good' }));
    const asked = harness.billing.calls.entries.length;
    hold();

    // Two are under way and sixteen wait.
    const newcomers = PLATFORMS.flatMap((platform) =>
      Array.from({ length: 10 }, () => personOn(platform, harness)),
    );
    const registrations = newcomers.map((person) => person.register(harness.key({ kind: 'good' })));
    const turnedAway = () => harness.log.entries.filter(({ reason }) => reason === 'busy');
    await harness.log.waitFor(() => turnedAway().length >= 2, 'two to be turned away');
    for (const person of regulars) {
      const reply = await person.command('balance');
      expect(reply).toContain(BUSY);
      expect(reply).toContain(STALE);
    }
    expect(harness.billing.calls.entries.length).toBe(asked + 2);
    release();

    const replies = await Promise.all(registrations);
    const busy = newcomers.filter((_, index) => replies[index]?.includes(BUSY));
    const served = replies.filter((reply) => reply.includes('Your key is registered'));
    expect(busy.length).toBeGreaterThanOrEqual(2);
    expect(busy.length + served.length).toBe(newcomers.length);

    for (const person of busy) {
      expect(await person.press('Store it unchecked')).toContain('Your key is stored, unchecked');
    }
    for (const person of [...regulars, ...newcomers]) {
      const reply = await person.command('balance');
      expect(reply).toContain('2,005,317.99');
      expect(reply).not.toContain(STALE);
    }
    expect(harness.log.entries.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    task.meta.outcome = `of ${regulars.length + newcomers.length} people ${regulars.length + busy.length} were told that the bot is busy, the rest were served; no key was lost`;
  });
});
