import { MINUTE_MS, offsetAt } from '../time/local-time.ts';
import type { Locale } from './locale.ts';
import { CITIES, PRESENT_NAMES } from './time-zone-names.ts';

/** The zones to offer before anything is known. */
export const COMMON_ZONES: Readonly<Record<Locale, readonly string[]>> = {
  en: ['UTC', 'Europe/London', 'America/New_York', 'America/Los_Angeles', 'Asia/Shanghai'],
  'zh-CN': ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Singapore'],
};

/** The zones whose distance to UTC is no whole hour; for the others there is one by that distance, `Etc/GMT-8`. */
const FRACTIONAL_ZONES = [
  'America/St_Johns',
  'Asia/Colombo',
  'Asia/Kabul',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Asia/Yangon',
  'Australia/Adelaide',
  'Australia/Broken_Hill',
  'Australia/Darwin',
  'Australia/Eucla',
  'Australia/Lord_Howe',
  'Indian/Cocos',
  'Pacific/Chatham',
  'Pacific/Marquesas',
];

interface NamedZone {
  readonly zone: string;
  /** The zone's own name, then what its city is called, in the form of {@link plain}. */
  readonly names: readonly string[];
}

const NAMED_ZONES: readonly NamedZone[] = ['UTC', ...Intl.supportedValuesOf('timeZone').map(presentName)].map(
  (zone) => ({
    zone,
    names: [zone, zone.slice(zone.lastIndexOf('/') + 1), ...(CITIES[zone] ?? [])].map(plain),
  }),
);

/**
 * The time zones that somebody may mean: by the city, as far as it is typed, in any case; by the zone's name;
 * or by the distance to UTC, such as `UTC+8`. The likeliest come first.
 *
 * @param at which distances hold then, in milliseconds since 1970
 * @returns one where it is clear; none where no zone is called that
 */
export function findZones(typed: string, at: number): readonly string[] {
  const wanted = typed.normalize('NFKC').trim();
  const distance = parseDistance(wanted);
  if (distance !== undefined) return zonesAhead(distance, at);
  const word = plain(wanted);
  if (word === '') return [];
  const exact = zonesWhere((name) => name === word);
  if (exact.length > 0) return exact;
  const known = canonicalName(wanted);
  if (known !== undefined) return [known];
  const beginning = zonesWhere((name) => name.startsWith(word));
  const within = zonesWhere((name) => name.includes(word));
  return [...new Set([...beginning, ...within])];
}

/** A time zone as it is shown: `Asia/Shanghai (UTC+8)`, or the distance alone where that is its name. */
export function zoneLabel(zone: string, at: number): string {
  const distance = distanceText(offsetAt(at, zone) / MINUTE_MS);
  if (zone === 'UTC') return zone;
  return zone.startsWith('Etc/') ? distance : `${zone} (${distance})`;
}

function zonesWhere(holds: (name: string) => boolean): string[] {
  return NAMED_ZONES.filter(({ names }) => names.some(holds)).map(({ zone }) => zone);
}

/** `UTC+8`, `GMT-03:30`, `+0800`, `UTC` in minutes. */
function parseDistance(typed: string): number | undefined {
  if (/^(utc|gmt|z)$/i.test(typed)) return 0;
  const [, sign, hours, minutes = '0'] =
    /^(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?([0-5]\d))?$/i.exec(typed) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

function zonesAhead(minutes: number, at: number): readonly string[] {
  if (minutes % 60 !== 0) {
    return FRACTIONAL_ZONES.filter((zone) => offsetAt(at, zone) === minutes * MINUTE_MS);
  }
  const hours = minutes / 60;
  if (hours === 0) return ['UTC'];
  // The signs in these names are those of POSIX: what is ahead of UTC has a minus.
  return hours >= -12 && hours <= 14 ? [`Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`] : [];
}

function distanceText(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`;
}

/** The name of a zone that goes by several, such as `US/Pacific`. Names like `EST` mean other things to people. */
function canonicalName(typed: string): string | undefined {
  if (!/^\w+\/[\w+/-]+$/.test(typed)) return undefined;
  try {
    return presentName(new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function presentName(zone: string): string {
  return PRESENT_NAMES[zone] ?? zone;
}

/** In small letters and without marks, so that `New York`, `new_york` and `São Paulo` are found; 北京时间 is 北京. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?<=.)(时间|時間)$/u, '');
}
