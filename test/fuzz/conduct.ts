import { expect } from 'vitest';
import type { Harness } from '../e2e/harness.ts';
import { MARK } from './hostile-text.ts';

/** Lets everybody ask as much as they like. */
export const NO_LIMITS = { MESSAGES_PER_MINUTE: '0', LOOKUPS_PER_MINUTE: '0', REGISTRATIONS_PER_HOUR: '0' };

const ENDS = new Set<unknown>([
  'answered',
  'not answered',
  'an event could not be handled',
  'an update could not be handled',
]);

/** Waits until that many events have come to their end, well or not. */
export async function waitForEnds(harness: Harness, count: number): Promise<void> {
  const { log } = harness;
  await log.waitFor(() => log.entries.filter(({ msg }) => ENDS.has(msg)).length >= count, `${count} ends`);
}

/** Forgets what was logged and sent so far. */
export function forget({ log, telegram, discord, billing }: Harness): void {
  for (const journal of [log, telegram.calls, discord.calls, billing.calls]) journal.entries.length = 0;
}

/**
 * What must hold whatever came in: nothing went wrong, and nothing that was sent to the bot shows in what it
 * logged and sent. Exceptions that nobody caught fail the test without its doing.
 */
export function checkConduct({ log, telegram, discord }: Harness): void {
  const wrong = log.entries.filter(({ level, outcome }) => Number(level) >= 50 || outcome === 'undelivered');
  expect(wrong).toEqual([]);
  expect(JSON.stringify(log.entries)).not.toContain(MARK);
  expect(JSON.stringify(telegram.calls.entries.map(({ payload }) => payload))).not.toContain(MARK);
  expect(JSON.stringify(discord.calls.entries.map(({ body }) => body ?? null))).not.toContain(MARK);
}
