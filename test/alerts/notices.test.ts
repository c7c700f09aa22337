import { describe, expect, it } from 'vitest';
import { isInherited, withNotice, withReasons } from '../../src/alerts/outbox.ts';
import { CHANNEL, FIRST, NOW, notice, OTHER, OWNER, SECOND, THIRD } from './waiting-notices.ts';

describe('a new notice', () => {
  it('goes into one that waits for the same reader and key, and has it come no later', () => {
    const waiting = notice('a', { dueAt: NOW + 10 });
    const merged = { ...waiting, reasons: [...waiting.reasons, ...SECOND.reasons], dueAt: NOW };
    expect(withNotice([waiting], SECOND)).toEqual([merged]);
    const later = { ...SECOND, dueAt: NOW + 20 };
    expect(withNotice([waiting], later)).toEqual([{ ...merged, dueAt: waiting.dueAt }]);
  });

  it('takes from earlier ones what it says anew itself', () => {
    const both = { ...FIRST, reasons: [...SECOND.reasons, ...FIRST.reasons] };
    const again = { ...THIRD, reasons: SECOND.reasons };
    expect(withNotice([both], again)).toEqual([{ ...both, reasons: [...FIRST.reasons, ...again.reasons] }]);
    const perhapsSent = { ...both, sends: 1 };
    expect(withNotice([perhapsSent], again)).toEqual([{ ...FIRST, sends: 1 }, again]);
    expect(withNotice([{ ...SECOND, sends: 1 }], again)).toEqual([again]);
    const elsewhere = [
      { ...SECOND, to: CHANNEL },
      { ...SECOND, keyId: 'another' },
    ];
    expect(withNotice(elsewhere, again)).toEqual([...elsewhere, again]);
  });

  it.each([
    ['may have been sent', { sends: 1 }],
    ['is about another key', { keyId: 'another' }],
    ['goes to another reader', { to: CHANNEL }],
  ] as const)('comes behind one that %s', (_what, more) => {
    const waiting = notice('a', more);
    expect(withNotice([waiting], SECOND)).toEqual([waiting, SECOND]);
  });
});

describe('the reasons of a notice', () => {
  const both = { ...FIRST, reasons: [...FIRST.reasons, ...SECOND.reasons] };

  it('are left as far as they hold, and none of them is nothing to say', () => {
    expect(withReasons(both, () => true)).toBe(both);
    expect(withReasons(both, ({ ruleId }) => ruleId === 'rule-of-b')?.reasons).toEqual(SECOND.reasons);
    expect(withReasons(both, () => false)).toBeUndefined();
  });
});

describe('a notice of an account that another takes the place of', () => {
  it('goes on where its key is, and the chat that it goes to or was asked for in', () => {
    const toChannel = notice('channel', { to: CHANNEL });
    expect(isInherited(FIRST, [OWNER], ['key'])).toBe(true);
    expect(isInherited(FIRST, [OTHER], ['key'])).toBe(false);
    expect(isInherited(FIRST, [OWNER], ['another'])).toBe(false);
    expect(isInherited(toChannel, [OTHER], ['key'])).toBe(true);
    expect(isInherited(toChannel, [OWNER], ['key'])).toBe(false);
  });
});
