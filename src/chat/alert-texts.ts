import type { Notice } from '../alerts/outbox.ts';
import { type Rule, thresholdOf } from '../alerts/rule.ts';
import { platformOf } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Turn } from './command.ts';
import { formatDecimal, formatMoney } from './figures.ts';
import { labelOf } from './key-labels.ts';
import type { Button } from './reply.ts';

type Threshold = Pick<Rule, 'kind' | 'threshold'>;

/** When a rule warns: `less than 50 USD is left`. */
export function thresholdText({ say, locale, services }: Turn, { kind, threshold }: Threshold): string {
  const decimal = thresholdOf({ threshold });
  const shown =
    kind === 'below' ? formatMoney(decimal, services.currency, locale) : formatDecimal(decimal, locale);
  return say(`alert-when-${kind}`, { threshold: shown, count: Number(threshold) });
}

/** A rule in a list: when it warns, about which key, and where if that is elsewhere. */
export function ruleText(turn: Turn, rule: Rule, keys: readonly StoredKey[]): string {
  const { say, request } = turn;
  const key = keys.find(({ id }) => id === rule.keyId);
  const when = thresholdText(turn, rule);
  return [
    say('alert-rule', { when }),
    ...(key === undefined ? [] : [say('alert-rule-key', { key: labelOf(key) })]),
    ...(rule.chat === request.user ? [] : [say('alert-rule-elsewhere', { platform: platformOf(rule.chat) })]),
  ].join('');
}

/** What a notice warns of, in one sentence's part; `undefined` for one about a key that was refused. */
export function reasonsText(turn: Turn, { reasons }: Notice): string | undefined {
  const texts = reasons.flatMap(({ about, threshold }) =>
    about === 'stopped' || threshold === undefined ? [] : [thresholdText(turn, { kind: about, threshold })],
  );
  const [first, ...others] = texts;
  if (first === undefined) return undefined;
  return others.reduce((all, next) => turn.say('alert-and', { all, next }), first);
}

/** Offers what most people want, by one press. */
export function suggestButton({ say }: Turn): Button {
  return {
    kind: 'action',
    label: say('button-suggest'),
    style: 'primary',
    action: { command: 'alert', press: 'suggest' },
  };
}
