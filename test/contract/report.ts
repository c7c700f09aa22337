import type { Findings } from './findings.ts';

/** What the check came to on one platform, in lines for people; `ok` where the contract is kept. */
export function report(platform: string, { calls, objects, mismatches }: Findings) {
  const lines = [
    `${platform}: ${calls.total} calls of ${calls.kinds} operations: ${calls}`,
    `  objects that the sandbox sent: ${objects}`,
    ...mismatches.entries.map(([mismatch, times]) => `  MISMATCH, ${times} times: ${mismatch}`),
    ...(calls.total === 0 ? ['  MISMATCH: no call was checked'] : []),
  ];
  return { ok: calls.total > 0 && mismatches.total === 0, lines };
}
