import { describe, expect, it } from 'vitest';
import { formatLocalTime, formatMoment } from '../../src/chat/times.ts';

const NOON = Date.parse('2026-11-25T12:00Z');

describe('a moment', () => {
  it.each([
    ['en', undefined, 'Nov 25, 2026, 12:00 PM UTC'],
    ['en', 'Asia/Shanghai', 'Nov 25, 2026, 8:00 PM UTC+8'],
    ['en', 'America/New_York', 'Nov 25, 2026, 7:00 AM EST'],
    ['en', 'Etc/GMT-8', 'Nov 25, 2026, 8:00 PM UTC+8'],
    ['zh-CN', undefined, '2026年11月25日 12:00 UTC'],
    ['zh-CN', 'Asia/Shanghai', '2026年11月25日 20:00 UTC+8'],
  ] as const)('in %s and the zone %s is %s', (locale, timeZone, shown) => {
    expect(formatMoment(NOON, locale, timeZone).replaceAll('\u202f', ' ')).toBe(shown);
  });

  it('is shown to those who live there without the zone', () => {
    expect(formatLocalTime(NOON, 'en', 'Asia/Shanghai').replaceAll('\u202f', ' ')).toBe('Wed 8:00 PM');
    expect(formatLocalTime(NOON, 'zh-CN', 'Asia/Shanghai')).toBe('周三20:00');
  });
});
