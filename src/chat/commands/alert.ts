import { lasts } from '../../alerts/alarm.ts';
import { parseThreshold, RULE_KINDS, type Rule, type RuleKind, suggestedRules } from '../../alerts/rule.ts';
import { seenSince } from '../../alerts/seen.ts';
import type { StoredKey } from '../../keys/account.ts';
import { outlookOf } from '../../usage/outlook.ts';
import { ruleText, suggestButton } from '../alert-texts.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import { findNamed, KEY_NAME, keysIn, keysOf, labelOf } from '../key-labels.ts';
import { unknownKey } from '../redirections.ts';
import type { Button, Reply } from '../reply.ts';
import type { Given } from '../request.ts';

const SNOOZE_MS = 24 * 60 * 60_000;

async function run(turn: Turn, given: Given): Promise<Reply> {
  const { services } = turn;
  const found = await services.vault.find(await turn.owner());
  if (found.kind === 'unreadable') return guidance(turn, { kind: 'unreadable', problem: found.problem });
  const keys = keysIn(found);
  if (keys.length === 0) return guidance(turn, { kind: 'no-key' });
  const key = given.name === undefined ? undefined : findNamed(keys, given.name);
  if (given.name !== undefined && key === undefined) {
    const reply = unknownKey(turn, keys);
    return { ...reply, paragraphs: [...reply.paragraphs, usage(turn)] };
  }
  if (given.off !== undefined) return turnOff(turn, key);
  const wanted = RULE_KINDS.filter((kind) => given[kind] !== undefined);
  return wanted.length === 0 ? list(turn, keys) : set(turn, given, wanted, key);
}

async function set(
  turn: Turn,
  given: Given,
  kinds: readonly RuleKind[],
  key: StoredKey | undefined,
): Promise<Reply> {
  const { say, services, request } = turn;
  const rules: Omit<Rule, 'id'>[] = [];
  for (const kind of kinds) {
    const threshold = parseThreshold(kind, given[kind] ?? '');
    if (threshold === undefined)
      return {
        outcome: 'bad-threshold',
        reason: kind,
        tone: 'problem',
        paragraphs: [say('alert-bad', { kind, value: given[kind] ?? '' }), usage(turn)],
      };
    rules.push({ kind, threshold, chat: request.user, ...(key && { keyId: key.id }) });
  }
  if (!(await services.alerts.setRules(await turn.owner(), rules)))
    return { outcome: 'full', tone: 'problem', paragraphs: [say('alert-full')] };
  return list(turn, await keysOf(turn), confirmation(turn));
}

async function turnOff(turn: Turn, key?: StoredKey): Promise<Reply> {
  const { say, services, request } = turn;
  const dropped = await services.alerts.dropRules(
    await turn.owner(),
    request.user,
    ({ keyId }) => key === undefined || keyId === key.id,
  );
  return {
    outcome: 'off',
    tone: 'neutral',
    paragraphs: [
      say(dropped === 0 ? 'alert-off-none' : 'alert-off', { count: dropped }),
      say('alert-stopped-note'),
    ],
  };
}

/** What is set, and how to change it. */
async function list(turn: Turn, keys: readonly StoredKey[], opening?: string): Promise<Reply> {
  const { say, services } = turn;
  const { rules, channels } = await services.alerts.of(await turn.owner());
  const lines = rules.map((rule) => ruleText(turn, rule, keys));
  const shared = keys.filter(({ id }) => channels.some(({ keyId }) => keyId === id)).map(labelOf);
  return {
    outcome: opening === undefined ? 'ok' : 'set',
    tone: opening === undefined ? 'neutral' : 'good',
    title: say('alert-list-title'),
    paragraphs: [
      ...(opening === undefined ? [] : [opening]),
      ...(services.isWatching ? [] : [say('alert-not-watching')]),
      lines.length === 0 ? say('alert-none') : [say('alert-list'), ...lines].join('\n'),
      ...(shared.length === 0 ? [] : [say('alert-shared', { keys: shared.join(', ') })]),
      ...(opening === undefined ? [say('alert-stopped-note'), usage(turn)] : []),
      ...(turn.timeZone === undefined ? [say('alert-night')] : []),
    ],
    buttons: rules.length === 0 ? [suggestButton(turn)] : [offButton(turn)],
  };
}

function confirmation({ say, request: { platform } }: Turn): string {
  return say('alert-set', { platform });
}

function usage({ say, request: { platform } }: Turn): string {
  return say('alert-usage', { platform });
}

function offButton({ say }: Turn): Button {
  return {
    kind: 'action',
    label: say('button-alerts-off'),
    style: 'secondary',
    action: { command: 'alert', press: 'off' },
  };
}

/** Under a message that says something else, so its answer comes as a new one. */
async function suggest(turn: Turn): Promise<Reply> {
  const { services, request } = turn;
  await services.alerts.setRules(await turn.owner(), suggestedRules(request.user));
  return { ...(await list(turn, await keysOf(turn), confirmation(turn))), fresh: true };
}

async function snooze(turn: Turn, keyId = ''): Promise<Reply> {
  const { say, services } = turn;
  const owner = await turn.owner();
  const key = (await keysOf(turn)).find(({ id }) => id === keyId);
  if (key === undefined)
    return { outcome: 'unknown-key', tone: 'neutral', paragraphs: [say('alert-key-gone')], aside: true };
  const now = services.now();
  const series = await services.history.of(owner, key);
  const outlook = outlookOf(series, now);
  const isSnoozed = await services.alerts.snooze(owner, keyId, now + SNOOZE_MS, (firing, book) =>
    lasts(firing, book, seenSince(firing.at, series, outlook, now), now),
  );
  return {
    outcome: isSnoozed ? 'snoozed' : 'alert-over',
    tone: 'neutral',
    paragraphs: [say(isSnoozed ? 'alert-snoozed' : 'alert-over', { key: labelOf(key) })],
    aside: true,
  };
}

export const alert: Command = {
  name: 'alert',
  personal: true,
  options: [
    ...RULE_KINDS.map((kind) => ({ name: kind, type: 'number' }) as const),
    KEY_NAME,
    { name: 'off', type: 'flag' },
  ],
  run,
  presses: { suggest, off: (turn) => turnOff(turn), snooze },
};
