import './outcome.ts';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Loopback, listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { Harness, type LogLine } from '../e2e/harness.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';
import { answer, FAULTS, type Fault } from './upstream-faults.ts';

const FIGURES = '2,005,317.99';
const STALE = 'This is not your balance now';

const SENTENCE: Readonly<Record<Fault['told'], string>> = {
  'no answer': 'The balance service is not answering properly right now.',
  pause: 'The balance service is limiting requests. Try again in a moment.',
  'pause of 30 s': 'The balance service is limiting requests. Try again in 30 seconds.',
  'key refused': '(error 401)',
};

describe.each(PLATFORMS)('when the billing API answers with a fault, on %s', (platform) => {
  let harness: Harness;
  let logged: number;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: { BILLING_TIMEOUT_SECONDS: '1' } });
    logged = 0;
  });
  afterEach(() => {
    expect(harness.log.entries.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    logged = harness.log.entries.length;
  });
  afterAll(() => harness.stop());

  /** The log line of that outcome in the present test. The line follows the reply. */
  const lineOf = (outcome: string): Promise<LogLine> =>
    harness.log.waitFor(
      (line) => line.outcome === outcome && harness.log.entries.indexOf(line) >= logged,
      `the log line of '${outcome}'`,
    );

  async function registered(): Promise<{ person: Person; key: string }> {
    const person = personOn(platform, harness);
    const key = harness.key({ kind: 'good' });
    expect(await person.register(key)).toContain('Your key is registered');
    return { person, key };
  }

  /** Brings a fault about for `keys`; the result ends it. */
  async function strike(how: Fault['how'], keys: readonly string[]): Promise<() => Promise<void>> {
    switch (how) {
      case 'nobody listens':
        await harness.billing.goAway();
        return () => harness.billing.comeBack();
      case 'no TLS': {
        // Plain HTTP where TLS is expected makes the handshake fail, with no certificate to keep.
        await harness.stopApp();
        await harness.startApp({ BILLING_URL: harness.billing.url.replace('http:', 'https:') });
        return async () => {
          await harness.stopApp();
          await harness.startApp();
        };
      }
      default:
        for (const key of keys) harness.billing.setKey(key, how);
        return async () => {
          for (const key of keys) harness.billing.setKey(key, { kind: 'good' });
        };
    }
  }

  /** What both saw while the fault lasted: somebody registered, and somebody about to register. */
  async function meet(fault: Fault, person: Person, newcomer: Person, keys: [string, string]) {
    const end = await strike(fault.how, keys);
    try {
      return await Promise.all([person.command('balance'), newcomer.register(keys[1])]);
    } finally {
      await end();
    }
  }

  async function expectAllIsWell(person: Person, key: string): Promise<void> {
    const balance = await person.command('balance');
    expect(balance).toContain(FIGURES);
    expect(balance).not.toContain(STALE);
    expect(await person.command('key')).toContain(`sk-…${key.slice(-4)}`);
  }

  /** The whole story of a fault that says nothing of the keys; gives what was seen of it. */
  async function endure(fault: Fault): Promise<string> {
    const { person, key } = await registered();
    const newcomer = personOn(platform, harness);
    const newKey = harness.key({ kind: 'good' });
    const [balance, registration] = await meet(fault, person, newcomer, [key, newKey]);
    expect(balance).toContain(SENTENCE[fault.told]);
    expect(balance).toMatch(/This is not your balance now.*20\d\d.* UTC/);
    expect(balance).toContain(FIGURES);
    expect(registration).toContain(SENTENCE[fault.told]);
    expect(registration).toContain('I could not check your key');
    const { reason } = await lineOf('stale');
    expect(reason).toMatch(fault.reason ?? /^$/);
    expect((await lineOf('unchecked')).reason).toMatch(fault.reason ?? /^$/);
    expect(harness.billing.timesAsked(newKey)).toBeLessThanOrEqual(3);

    expect(await newcomer.press('Store it unchecked')).toContain('Your key is stored, unchecked');
    await expectAllIsWell(person, key);
    await expectAllIsWell(newcomer, newKey);
    expect([person.replies(), newcomer.replies()]).toEqual([4, 3]);
    const wait = fault.told === 'no answer' ? '' : `${SENTENCE[fault.told]} `;
    return `${wait}Last balance, dated; new key offered unchecked; logged as ${reason}`;
  }

  const named = (faults: readonly Fault[]) => faults.map((fault) => [fault.name, fault] as const);

  it.for(named(FAULTS.filter(({ told }) => told !== 'key refused')))('%s', async ([, fault], { task }) => {
    task.meta.outcome = await endure(fault);
  });

  it.for(named(FAULTS.filter(({ told }) => told === 'key refused')))('%s', async ([, fault], { task }) => {
    const { person, key } = await registered();
    const newcomer = personOn(platform, harness);
    const newKey = harness.key({ kind: 'good' });
    const [balance, registration] = await meet(fault, person, newcomer, [key, newKey]);
    expect(balance).toContain('Your key has stopped working');
    expect(registration).toContain('That key was refused');
    for (const text of [balance, registration]) expect(text).toContain(SENTENCE[fault.told]);
    expect(await person.command('key')).toContain(`sk-…${key.slice(-4)}`);
    expect(await newcomer.command('key')).toContain('You have no key registered yet');
    expect(harness.billing.timesAsked(newKey)).toBe(1);

    expect(await newcomer.register(newKey)).toContain('Your key is registered');
    await expectAllIsWell(person, key);
    await expectAllIsWell(newcomer, newKey);
    expect([person.replies(), newcomer.replies()]).toEqual([5, 5]);
    task.meta.outcome = 'told that the key no longer works, or was refused, and how to get one that does';
  });

  it.for([
    [500, 'the last balance, dated; at the next question the balance'],
    [503, 'the balance, at the second try of one question'],
  ] as const)('HTTP %s, then 200', async ([status, outcome], { task }) => {
    const { person, key } = await registered();
    harness.billing.setKey(key, { kind: 'sequence', steps: [answer(status, 'oops'), { kind: 'good' }] });
    if (status === 500) expect(await person.command('balance')).toContain(STALE);
    await expectAllIsWell(person, key);
    expect(harness.billing.timesAsked(key)).toBe(3);
    task.meta.outcome = outcome;
  });

  describe('a redirect to another host', () => {
    const asked: IncomingHttpHeaders[] = [];
    let other: Loopback;

    beforeAll(async () => {
      const server = createServer((request, response) => {
        asked.push(request.headers);
        response.end();
      });
      other = await listenOnLoopback(server);
    });
    afterAll(() => other.close());

    it.for([302, 308])('by HTTP %s, where the key does not follow', async (status, { task }) => {
      const how = answer(status, '', { location: `http://${other.host}/v1/billing` });
      const reason = new RegExp(`^redirect \\(${status}\\)$`);
      const seen = await endure({ name: 'a redirect', how, told: 'no answer', reason });
      expect(asked).toEqual([]);
      task.meta.outcome = `${seen}; the other host was never asked`;
    });
  });
});
