import { describe, expect, it } from 'vitest';
import { Findings } from './findings.ts';
import { report } from './report.ts';

describe('the report of the contract check', () => {
  it('says how many calls of how many operations were checked', () => {
    const findings = new Findings();
    findings.calls.add('getMe');
    findings.calls.add('sendMessage', 2);
    findings.objects.add('Message', 2);
    findings.add('sendMessage', []);
    const { ok, lines } = report('Telegram', findings);
    expect(ok).toBe(true);
    expect(lines).toEqual([
      'Telegram: 3 calls of 2 operations: sendMessage 2, getMe 1',
      '  objects that the sandbox sent: Message 2',
    ]);
  });

  it('is no success with a mismatch, which it tells once', () => {
    const findings = new Findings();
    findings.calls.add('getMe');
    for (const problem of ['is odd', 'is odd', 'is even']) findings.add('getMe', [problem]);
    const { ok, lines } = report('Telegram', findings);
    expect(ok).toBe(false);
    expect(lines.slice(2)).toEqual([
      '  MISMATCH, 2 times: getMe: is odd',
      '  MISMATCH, 1 times: getMe: is even',
    ]);
  });

  it('is no success where nothing was checked', () => {
    const { ok, lines } = report('Discord', new Findings());
    expect(ok).toBe(false);
    expect(lines.join()).toContain('no call was checked');
  });
});
