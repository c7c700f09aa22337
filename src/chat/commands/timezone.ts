import type { Choice, Command, Turn } from '../command.ts';
import { parseQuietHours } from '../quiet-hours-text.ts';
import type { Reply } from '../reply.ts';
import type { Given } from '../request.ts';
import { COMMON_ZONES, findZones, zoneLabel } from '../time-zones.ts';
import { badQuietHours, severalZones, timeForgotten, timeReport, unknownZone } from '../timezone-report.ts';

/** Discord shows no more choices. */
const MAX_CHOICES = 25;

async function set(turn: Turn, given: Given): Promise<Reply> {
  const { settings, now } = turn.services;
  const { user } = turn.request;
  const { zone, quiet: quietText } = readGiven(given);
  const quiet = quietText === undefined ? undefined : parseQuietHours(quietText);
  if (quietText !== undefined && quiet === undefined) return badQuietHours(turn);
  if (zone !== undefined && isOff(zone)) {
    await settings.forgetTime(user);
    return timeForgotten(turn);
  }
  const found = zone === undefined ? [] : findZones(zone, now());
  if (zone !== undefined && found.length === 0) return unknownZone(turn);
  const [only] = found.length === 1 ? found : [];
  const time = { ...(only !== undefined && { timeZone: only }), ...(quiet && { quiet }) };
  const changed = only !== undefined || quiet !== undefined;
  const after = changed ? await settings.setTime(user, time) : await settings.read(user);
  return found.length > 1 ? severalZones(turn, found, after) : timeReport(turn, after, changed);
}

/** Without an option's name, quiet hours are told by their form. */
function readGiven(given: Given): Given {
  const { zone, quiet } = given;
  const isQuiet = zone !== undefined && !isOff(zone) && parseQuietHours(zone) !== undefined;
  return isQuiet && quiet === undefined ? { quiet: zone } : given;
}

function isOff(zone: string): boolean {
  return parseQuietHours(zone) === 'off';
}

async function suggest(turn: Turn, typed: string): Promise<readonly Choice[]> {
  const at = turn.services.now();
  const zones = typed.trim() === '' ? COMMON_ZONES[turn.locale] : findZones(typed, at);
  return zones.slice(0, MAX_CHOICES).map((zone) => ({ label: zoneLabel(zone, at), value: zone }));
}

export const timezone: Command = {
  name: 'timezone',
  personal: true,
  options: [
    { name: 'zone', type: 'text', suggest },
    { name: 'quiet', type: 'text' },
  ],
  run: set,
  presses: {
    set: (turn, zone) => set(turn, zone === undefined ? {} : { zone }),
    quiet: (turn, hours) => set(turn, hours === undefined ? {} : { quiet: hours }),
  },
};
