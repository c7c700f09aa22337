import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { family, type Samples, scrape } from '../metrics/exposition.ts';
import { KIND_OF_RUN } from '../stores/fresh-store.ts';
import { Harness } from './harness.ts';
import { type Person, personOn } from './person.ts';
import { findSecrets } from './secret-scan.ts';

const HOUR_MS = 3_600_000;

const ENV = { HTTP_PORT: '0', WATCH_INTERVAL: '1h', LOOKUPS_PER_MINUTE: '0' };

/** Those of the form that takes a key on Discord are two. */
const EVENTS = 14;

describe('the metrics of a bot that has served both platforms, and has seen an outage and a key refused,', () => {
  let harness: Harness;
  let alice: Person;
  let bob: Person;
  let keys: readonly string[];
  let text: string;
  let samples: Samples;

  const refused = { kind: 'refused', httpStatus: 401 } as const;

  beforeAll(async () => {
    harness = await Harness.start({ env: ENV });
    const { port } = await harness.log.waitFor(({ msg }) => msg === 'answering on HTTP');
    alice = personOn('discord', harness, { name: 'Alice-of-the-metrics' });
    bob = personOn('telegram', harness, { name: 'Bob-of-the-metrics' });
    keys = [harness.key({ kind: 'good' }), harness.key({ kind: 'good' }), harness.key(refused)];
    const [aliceKey = '', bobKey = '', badKey = ''] = keys;
    await harness.app.watch();
    await alice.register(aliceKey);
    await bob.write(bobKey);
    await bob.write(badKey);
    await alice.command('balance');
    await bob.command('balance');
    await bob.command('usage');
    await bob.command('nonsense');
    harness.billing.setKey(aliceKey, refused);
    harness.advance(HOUR_MS);
    await harness.app.watch();
    await alice.waitForMessage('Your key has stopped working');
    harness.billing.setOutage({ kind: 'raw', status: 500, body: '' });
    for (const person of [alice, alice, bob, bob, bob, bob]) await person.command('balance');
    harness.advance(120_000);
    // An answer stands in the chat before its event has ended.
    const answered = () => harness.log.entries.filter(({ msg }) => msg === 'answered').length;
    await harness.log.waitFor(() => answered() === EVENTS, 'all events to end');
    ({ text, samples } = await scrape(Number(port)));
  }, 60_000);
  afterAll(() => harness.stop());

  it('count what was asked for, by platform and outcome', () => {
    expect(family(samples, 'talkbot_commands_total')).toEqual({
      '{platform="discord",command="key set",outcome="form"}': 1,
      '{platform="discord",command="form",outcome="registered"}': 1,
      '{platform="discord",command="balance",outcome="ok"}': 1,
      '{platform="discord",command="balance",outcome="stale"}': 2,
      '{platform="telegram",command="text",outcome="registered"}': 1,
      '{platform="telegram",command="text",outcome="unauthorized"}': 1,
      '{platform="telegram",command="balance",outcome="ok"}': 1,
      '{platform="telegram",command="balance",outcome="stale"}': 4,
      '{platform="telegram",command="usage",outcome="ok"}': 1,
      '{platform="telegram",command="?",outcome="unknown-command"}': 1,
    });
    expect(family(samples, 'talkbot_events_in_progress')).toEqual({
      '{platform="discord"}': 0,
      '{platform="telegram"}': 0,
    });
  });

  it('time each of them, and each call to the billing API', () => {
    expect(family(samples, 'talkbot_command_duration_seconds_count')).toEqual({
      '{platform="discord",command="key set"}': 1,
      '{platform="discord",command="form"}': 1,
      '{platform="discord",command="balance"}': 3,
      '{platform="telegram",command="text"}': 2,
      '{platform="telegram",command="balance"}': 5,
      '{platform="telegram",command="usage"}': 1,
      '{platform="telegram",command="?"}': 1,
    });
    // Two registrations, two balances, one usage, and one key of the sweep; what the breaker held back is no call.
    expect(family(samples, 'talkbot_billing_call_duration_seconds_count')).toEqual({
      '{outcome="ok"}': 6,
      '{outcome="unauthorized"}': 2,
      '{outcome="http-status"}': 5,
    });
    expect(harness.billing.calls.entries).toHaveLength(13);
  });

  it('tell the state of the breaker, the queue, the sweep, and the parts', () => {
    expect(family(samples, 'talkbot_billing_breaker_state')).toEqual({
      '{state="closed"}': 0,
      '{state="open"}': 1,
      '{state="half-open"}': 0,
    });
    expect(family(samples, 'talkbot_billing_calls_in_progress')).toEqual({ '': 0 });
    expect(family(samples, 'talkbot_billing_calls_waiting')).toEqual({ '': 0 });
    expect(family(samples, 'talkbot_ready')).toEqual({
      '{part="store"}': 1,
      '{part="discord"}': 1,
      '{part="telegram"}': 1,
    });
    expect(family(samples, 'talkbot_draining')).toEqual({ '': 0 });
    const lag = samples.get('talkbot_sweep_lag_seconds');
    expect(lag).toBeGreaterThanOrEqual(120);
    expect(lag).toBeLessThan(180);
  });

  it('count keys, warnings and charts', () => {
    expect(family(samples, 'talkbot_registered_keys')).toEqual({ '': 2 });
    expect(family(samples, 'talkbot_notices_waiting')).toEqual({ '': 0 });
    expect(family(samples, 'talkbot_notices_total')).toMatchObject({
      '{outcome="delivered"}': 1,
      '{outcome="given-up"}': 0,
    });
    expect(family(samples, 'talkbot_chart_duration_seconds_count')).toEqual({ '{outcome="drawn"}': 1 });
  });

  it('time the store, of which nothing failed, and the event loop', () => {
    const operations = family(samples, 'talkbot_store_operation_duration_seconds_count');
    for (const operation of ['get', 'set', 'commit', 'page'])
      expect(operations[`{store="${KIND_OF_RUN}",operation="${operation}"}`]).toBeGreaterThan(0);
    expect(family(samples, 'talkbot_store_errors_total')).toEqual({});
    expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('name no user, no key and no token', () => {
    const people = [alice.id, bob.id, 'Alice-of-the-metrics', 'Bob-of-the-metrics'];
    const secrets = [
      ...keys,
      harness.discord.token,
      harness.telegram.token,
      harness.encryptionKey,
      ...people,
    ];
    expect(findSecrets(secrets, { metrics: text })).toEqual([]);
  });
});
