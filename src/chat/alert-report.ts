import type { Notice } from '../alerts/outbox.ts';
import type { DatedBalance } from '../balance/outcome.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Outlook } from '../usage/outlook.ts';
import { reasonsText } from './alert-texts.ts';
import { figureLine, shareLine, topUpButtons, usageButton } from './balance-report.ts';
import type { Turn } from './command.ts';
import { forecastText } from './forecast-text.ts';
import { guidance } from './guidance.ts';
import { labelOf } from './key-labels.ts';
import type { Reply } from './reply.ts';

/** What is known of the key that a notice is about. */
export interface Affair {
  readonly key: StoredKey;
  /** What it had last. */
  readonly last: DatedBalance | undefined;
  readonly outlook: Outlook;
}

/** A notice to the person who wanted to be warned. */
export function personalAlert(turn: Turn, notice: Notice, affair: Affair): Reply {
  const { say } = turn;
  const { key, last, outlook } = affair;
  const when = reasonsText(turn, notice);
  if (when === undefined)
    return { ...guidance(turn, { kind: key.verified ? 'stopped' : 'unverified', key }), outcome: 'alert' };
  return {
    outcome: 'alert',
    tone: 'critical',
    title: key.name === undefined ? say('alert-title') : say('alert-title-named', { name: key.name }),
    paragraphs: [
      say('alert-because', { when }),
      ...(last === undefined ? [] : [figureText(turn, last)]),
      ...forecastLine(turn, outlook),
      say('alert-next'),
    ],
    buttons: [
      usageButton(turn, key),
      ...topUpButtons(turn),
      {
        kind: 'action',
        label: say('button-snooze'),
        style: 'secondary',
        action: { command: 'alert', press: 'snooze', argument: key.id },
      },
    ],
  };
}

/** A notice where others read: which key, and its figures only where an administrator wants them told. */
export function publicAlert(turn: Turn, notice: Notice, affair: Affair): Reply {
  const { say } = turn;
  const { key, last, outlook } = affair;
  const when = reasonsText(turn, notice);
  const figures = notice.to.kind === 'channel' && notice.to.figures;
  const name = labelOf(key);
  if (when === undefined)
    return {
      outcome: 'alert',
      tone: 'problem',
      title: say('alert-title-stopped', { name }),
      paragraphs: [say('alert-public-stopped')],
    };
  return {
    outcome: 'alert',
    tone: 'critical',
    title: say('alert-title-named', { name }),
    paragraphs: figures
      ? [
          say('alert-because-public', { when }),
          ...(last === undefined ? [] : [figureText(turn, last)]),
          ...forecastLine(turn, outlook),
        ]
      : [say('alert-public')],
    buttons: topUpButtons(turn),
  };
}

function figureText(turn: Turn, { balance }: DatedBalance): string {
  return [...shareLine(turn, balance), figureLine(turn, balance)].join('\n');
}

/** A warning needs no word about what is not known yet. */
function forecastLine(turn: Turn, outlook: Outlook): string[] {
  return outlook.forecast.kind === 'too-little-data' ? [] : [forecastText(turn, outlook)];
}
