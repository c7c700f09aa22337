import { USUAL_QUIET_HOURS } from '../time/quiet-hours.ts';
import type { Turn } from './command.ts';
import { formatQuietHours } from './quiet-hours-text.ts';
import type { Button, Reply } from './reply.ts';
import { quietHoursOf, type UserSettings } from './settings.ts';
import { COMMON_ZONES, zoneLabel } from './time-zones.ts';
import { formatLocalTime } from './times.ts';

/** As many as are read at a glance. */
const MAX_BUTTONS = 8;

/** The time zone, what time it is there, the quiet hours, and how to change them. */
export function timeReport(turn: Turn, settings: UserSettings, changed: boolean): Reply {
  const { say, locale, request } = turn;
  const { timeZone } = settings;
  const { platform } = request;
  const now = turn.services.now();
  return {
    outcome: changed ? 'set' : 'ok',
    tone: changed ? 'good' : 'neutral',
    title: say('timezone-title'),
    paragraphs:
      timeZone === undefined
        ? [say('timezone-none'), ...quietText(turn, settings), say('timezone-how', { platform })]
        : [
            say('timezone-is', {
              zone: zoneLabel(timeZone, now),
              time: formatLocalTime(now, locale, timeZone),
            }),
            ...quietText(turn, settings),
            say('timezone-change', { platform }),
          ],
    buttons: timeZone === undefined ? zoneButtons(turn, COMMON_ZONES[locale]) : [quietButton(turn, settings)],
  };
}

/** To a name that several zones go by. */
export function severalZones(turn: Turn, zones: readonly string[], settings: UserSettings): Reply {
  const { say } = turn;
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('timezone-title'),
    paragraphs: [
      zones.length > MAX_BUTTONS
        ? say('timezone-many', { count: zones.length, shown: MAX_BUTTONS })
        : say('timezone-several'),
      ...quietText(turn, settings),
    ],
    buttons: zoneButtons(turn, zones.slice(0, MAX_BUTTONS)),
  };
}

/** To a name that no zone goes by. */
export function unknownZone(turn: Turn): Reply {
  const { say, locale, request } = turn;
  return {
    outcome: 'unknown-zone',
    tone: 'problem',
    paragraphs: [say('timezone-unknown', { platform: request.platform }), say('form-nothing-changed')],
    buttons: zoneButtons(turn, COMMON_ZONES[locale]),
  };
}

/** To quiet hours that cannot be read. */
export function badQuietHours({ say, request }: Turn): Reply {
  return {
    outcome: 'bad-quiet-hours',
    tone: 'problem',
    paragraphs: [say('quiet-unreadable', { platform: request.platform }), say('form-nothing-changed')],
  };
}

/** After the time zone was turned off. */
export function timeForgotten(turn: Turn): Reply {
  const { say, request } = turn;
  return {
    outcome: 'forgotten',
    tone: 'good',
    title: say('timezone-title'),
    paragraphs: [say('timezone-forgotten'), say('timezone-how', { platform: request.platform })],
  };
}

function quietText({ say }: Turn, settings: UserSettings): string[] {
  if (settings.quiet === 'off') return [say('quiet-off')];
  if (settings.timeZone === undefined && settings.quiet === undefined) return [];
  const hours = formatQuietHours(settings.quiet ?? USUAL_QUIET_HOURS);
  return [say(settings.timeZone === undefined ? 'quiet-waiting' : 'quiet-are', { hours })];
}

function quietButton({ say }: Turn, settings: UserSettings): Button {
  const isOn = quietHoursOf(settings) !== undefined;
  return {
    kind: 'action',
    label: say(isOn ? 'button-quiet-off' : 'button-quiet-on'),
    style: 'secondary',
    action: {
      command: 'timezone',
      press: 'quiet',
      argument: isOn ? 'off' : formatQuietHours(USUAL_QUIET_HOURS),
    },
  };
}

function zoneButtons({ services }: Turn, zones: readonly string[]): Button[] {
  const now = services.now();
  return zones.map((zone) => ({
    kind: 'action',
    label: zoneLabel(zone, now),
    style: 'secondary',
    action: { command: 'timezone', press: 'set', argument: zone },
  }));
}
