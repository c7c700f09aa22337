import type { KeyBalance } from '../balance/service.ts';
import { failureText, figureLine, shareLine, toneOf, topUpButtons } from './balance-report.ts';
import type { Turn } from './command.ts';
import { labelOf } from './key-labels.ts';
import { withoutMarkup } from './markup.ts';
import type { Field, Reply, Tone } from './reply.ts';
import { formatAge } from './times.ts';

/** From the least to the most of a reason to look. */
const TONES: readonly Tone[] = ['neutral', 'good', 'low', 'critical', 'problem'];

/** Ten of them must fit into one message; only a faulty provider states figures that are longer. */
const MAX_FIELD_LENGTH = 300;

/** The balances of several keys, one field a key; a key that has none says why, and the others are shown all the same. */
export function balancesReport(turn: Turn, balances: readonly KeyBalance[]): Reply {
  const { say } = turn;
  const failing = balances.filter(({ kind }) => kind !== 'ok');
  return {
    outcome: failing.length === 0 ? 'ok' : failing.length < balances.length ? 'some' : 'none',
    ...(failing.length > 0 && { reason: failing.map(reasonOf).join(', ') }),
    tone: worst(balances.map((balance) => (balance.kind === 'ok' ? toneOf(balance.balance) : 'problem'))),
    title: say('balances-title'),
    paragraphs: [],
    footer: withoutMarkup(say('balances-one', { platform: turn.request.platform })),
    fields: balances.map((balance) => fieldOf(turn, balance)),
    buttons: [
      {
        kind: 'action',
        label: say('button-refresh'),
        style: 'primary',
        action: { command: 'balance', press: 'refresh' },
      },
      {
        kind: 'action',
        label: say('button-usage'),
        style: 'secondary',
        action: { command: 'usage', press: 'show' },
      },
      ...topUpButtons(turn),
    ],
  };
}

function fieldOf(turn: Turn, outcome: KeyBalance): Field {
  const lines = linesOf(turn, outcome).join('\n');
  const value = lines.length > MAX_FIELD_LENGTH ? turn.say('figure-line-long') : lines;
  return { label: labelOf(outcome.key), value };
}

function linesOf(turn: Turn, outcome: KeyBalance): string[] {
  const { say, locale, services } = turn;
  switch (outcome.kind) {
    case 'ok':
      return [...shareLine(turn, outcome.balance), figureLine(turn, outcome.balance)];
    case 'unauthorized':
      return [say(outcome.key.verified ? 'balances-stopped' : 'balances-unverified')];
    case 'failed': {
      const why = say('balances-failed', { failure: failureText(turn, outcome.failure) });
      const { past } = outcome;
      if (past === undefined) return [why];
      const age = formatAge(services.now() - past.readAt, locale);
      return [why, say('balances-last-seen', { age }), figureLine(turn, past.balance)];
    }
  }
}

function reasonOf(outcome: KeyBalance): string {
  if (outcome.kind !== 'failed') return outcome.kind;
  return outcome.failure.kind === 'unavailable' ? outcome.failure.reason : outcome.failure.kind;
}

function worst(tones: readonly Tone[]): Tone {
  return TONES[Math.max(...tones.map((tone) => TONES.indexOf(tone)))] ?? 'neutral';
}
