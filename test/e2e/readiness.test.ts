import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../records/database.ts';
import { KIND_OF_RUN } from '../stores/fresh-store.ts';
import { Harness, type LogLine } from './harness.ts';
import { personOn } from './person.ts';

const ALL_WELL = { store: true, discord: true, telegram: true };

describe('what the process says of itself on HTTP', () => {
  let harness: Harness;
  let origin: string;
  let seen = 0;
  const isNew = (line: LogLine) => harness.log.entries.indexOf(line) >= seen;

  async function launch(start: () => Promise<unknown> = () => harness.launchApp()): Promise<void> {
    seen = harness.log.entries.length;
    await start();
    const { port } = await harness.log.waitFor((line) => line.msg === 'answering on HTTP' && isNew(line));
    origin = `http://127.0.0.1:${port}`;
  }

  beforeAll(async () => {
    harness = await Harness.prepare({ env: { HTTP_PORT: '0' } });
    await launch(() => harness.startApp());
  });
  afterAll(() => harness.stop());

  async function readiness(): Promise<readonly [number, unknown]> {
    const response = await fetch(`${origin}/readyz`);
    return [response.status, await response.json()];
  }

  const storeFailures = () =>
    harness.log.entries.filter(({ msg }) => String(msg).startsWith('the store failed')).length;

  it('is that it lives and is ready, to HEAD as to GET', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ alive: true });
    expect(await readiness()).toEqual([200, ALL_WELL]);
    const head = await fetch(`${origin}/readyz?verbose`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe('application/json');
    expect(head.headers.get('cache-control')).toBe('no-store');
  });

  it('is nothing on other paths and to other methods', async () => {
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect((await fetch(`${origin}/constructor`)).status).toBe(404);
    const posted = await fetch(`${origin}/healthz`, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  const lockable = it.skipIf(KIND_OF_RUN !== 'sqlite');
  lockable('is what to do where a file of SQLite is locked, of which many who ask try it once', async () => {
    {
      await using other = await openDatabase(join(harness.folder, 'store.sqlite'));
      await other.run('BEGIN IMMEDIATE');
      harness.advance(1_000);
      const before = storeFailures();
      const answers = await Promise.all(Array.from({ length: 50 }, readiness));
      const why = { store: expect.stringContaining('Another process has kept the store locked') };
      for (const answer of answers) expect(answer).toEqual([503, { ...ALL_WELL, store: false, why }]);
      expect(storeFailures() - before).toBe(1);
      await other.run('ROLLBACK');
    }
    harness.advance(1_000);
    expect(await readiness()).toEqual([200, ALL_WELL]);
  });

  it('is why a platform cannot be served, without its token', async () => {
    await harness.stopApp();
    const description = `Bad Request: ${harness.telegram.token}`;
    harness.telegram.failNext('getMe', { error_code: 400, description });
    await launch();
    await harness.log.waitFor(
      ({ level, platform }) => level === 50 && platform === 'telegram',
      'the refusal',
    );
    await harness.log.waitFor((line) => line.msg === 'ready' && isNew(line), 'Discord to be ready');
    const why = { telegram: 'Telegram refused getMe: Bad Request: [secret] (400).' };
    expect(await readiness()).toEqual([503, { ...ALL_WELL, telegram: false, why }]);
  });

  it('is that it ends, while it answers what it has in hand', async () => {
    const alice = personOn('discord', harness);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const key = harness.key({ kind: 'held', until, next: { kind: 'good' } });
    const reply = alice.write(key);
    await harness.billing.calls.waitFor((call) => call.key === key, 'the look-up');
    const stopped = harness.stopApp();
    expect(await readiness()).toEqual([503, expect.objectContaining({ draining: true, store: true })]);
    release();
    expect(await reply).toContain('Your key is registered');
    await stopped;
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
  });
});
