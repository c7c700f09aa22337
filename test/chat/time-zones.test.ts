import { describe, expect, it } from 'vitest';
import { CITIES, PRESENT_NAMES } from '../../src/chat/time-zone-names.ts';
import { COMMON_ZONES, findZones, zoneLabel } from '../../src/chat/time-zones.ts';
import { isTimeZone } from '../../src/time/local-time.ts';

const WINTER = Date.parse('2026-11-25T12:00Z');
const SUMMER = Date.parse('2026-07-01T12:00Z');

describe('a time zone', () => {
  it.each([
    ['Shanghai', 'Asia/Shanghai'],
    ['  shang ', 'Asia/Shanghai'],
    ['ASIA/SHANGHAI', 'Asia/Shanghai'],
    ['Ｓｈａｎｇｈａｉ', 'Asia/Shanghai'],
    ['beijing', 'Asia/Shanghai'],
    ['北京', 'Asia/Shanghai'],
    ['北京时间', 'Asia/Shanghai'],
    ['香港', 'Asia/Hong_Kong'],
    ['臺北', 'Asia/Taipei'],
    ['东京', 'Asia/Tokyo'],
    ['new york', 'America/New_York'],
    ['纽约', 'America/New_York'],
    ['york', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['utc', 'UTC'],
    ['GMT', 'UTC'],
    ['UTC+0', 'UTC'],
    ['UTC+8', 'Etc/GMT-8'],
    ['utc ＋８', 'Etc/GMT-8'],
    ['+08:00', 'Etc/GMT-8'],
    ['GMT-0500', 'Etc/GMT+5'],
    ['−5', 'Etc/GMT+5'],
    ['+14', 'Etc/GMT-14'],
    ['-12', 'Etc/GMT+12'],
    ['+5:45', 'Asia/Kathmandu'],
    ['UTC-3:30', 'America/St_Johns'],
    ['Etc/GMT-8', 'Etc/GMT-8'],
  ])('is found by "%s"', (typed, zone) => {
    expect(findZones(typed, WINTER)).toEqual([zone]);
  });

  it.each(['', ' ', '???', '时间', 'Atlantis', '+15', '-13', '+8:20', '8', 'No/Where', 'constructor'])(
    'is not found by "%s"',
    (typed) => {
      expect(findZones(typed, WINTER)).toEqual([]);
    },
  );

  it('is one of several where several fit, those that begin so first', () => {
    expect(findZones('est', WINTER)).toEqual([
      'America/Creston',
      'Europe/Bucharest',
      'Europe/Budapest',
      'Europe/Stockholm',
    ]);
    expect(findZones('lon', WINTER)).toEqual([
      'Arctic/Longyearbyen',
      'Europe/London',
      'America/Blanc-Sablon',
      'America/Miquelon',
      'Europe/Madrid',
    ]);
    expect(findZones('+5:30', WINTER)).toEqual(['Asia/Colombo', 'Asia/Kolkata']);
    expect(findZones('america', WINTER).length).toBeGreaterThan(100);
  });

  it('is found by a distance that it has at the time', () => {
    expect(findZones('-2:30', SUMMER)).toEqual(['America/St_Johns']);
    expect(findZones('-2:30', WINTER)).toEqual([]);
  });

  it('is found by its own name, whichever it is, and known to Intl', () => {
    const listed = Intl.supportedValuesOf('timeZone').map((zone) => PRESENT_NAMES[zone] ?? zone);
    const zones = [...listed, ...Object.keys(CITIES), ...Object.values(COMMON_ZONES).flat()];
    expect(zones.filter((zone) => findZones(zone, WINTER).join() !== zone)).toEqual([]);
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  it('is shown with the distance to UTC that it has at the time', () => {
    expect(zoneLabel('Asia/Shanghai', WINTER)).toBe('Asia/Shanghai (UTC+8)');
    expect(zoneLabel('Europe/London', WINTER)).toBe('Europe/London (UTC+0)');
    expect(zoneLabel('Europe/London', SUMMER)).toBe('Europe/London (UTC+1)');
    expect(zoneLabel('America/St_Johns', WINTER)).toBe('America/St_Johns (UTC-3:30)');
    expect(zoneLabel('Etc/GMT-8', WINTER)).toBe('UTC+8');
    expect(zoneLabel('UTC', WINTER)).toBe('UTC');
  });
});
