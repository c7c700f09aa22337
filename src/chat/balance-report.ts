import type { Decimal } from '../balance/decimal.ts';
import type { Balance, Failure, Figure } from '../balance/outcome.ts';
import type { StoredKey } from '../keys/account.ts';
import { maskKey } from '../keys/key-form.ts';
import type { Turn } from './command.ts';
import { formatDecimal, formatMoney, formatShare, meter, shareLeft } from './figures.ts';
import type { Button, Field, Reply, Tone } from './reply.ts';
import { formatAge, formatMoment, formatWait } from './times.ts';

/** Below these shares of a balance (in tenths of a percent) it is called low, and critical. */
const LOW = 250n;
const CRITICAL = 100n;

/** Lines of ten keys must fit into one message; only a faulty provider states longer figures. */
const MAX_LINE_LENGTH = 200;

/** The age of a balance is not told for this long after it was read, in milliseconds. */
const JUST_READ_MS = 1_000;

/** A balance as a reply: the share left with a bar, then every figure, exact. */
export function balanceReport(
  turn: Turn,
  { key, balance, readAt }: { key: StoredKey; balance: Balance; readAt: number },
): Reply {
  return {
    outcome: 'ok',
    tone: toneOf(balance),
    title: titleOf(turn, key),
    paragraphs: [...shareLine(turn, balance), ...ageLine(turn, readAt)],
    fields: figureFields(turn, balance),
    footer: turn.say('key-footer', { key: maskKey(key.key) }),
    buttons: [refreshButton(turn, key), usageButton(turn, key), ...topUpButtons(turn)],
  };
}

/** How old a balance is, where it was not read for this report. */
function ageLine({ say, locale, services }: Turn, readAt: number): string[] {
  const age = services.now() - readAt;
  return age < JUST_READ_MS ? [] : [say('balance-age', { age: formatAge(age, locale) })];
}

/** The last known balance in place of the present one, dated, with the reason said first. */
export function staleReport(
  turn: Turn,
  key: StoredKey,
  past: { balance: Balance; readAt: number },
  failure: Failure,
): Reply {
  const { say, locale, timeZone, services } = turn;
  const warning = say('balance-stale', {
    failure: failureText(turn, failure),
    date: formatMoment(past.readAt, locale, timeZone),
    age: formatAge(services.now() - past.readAt, locale),
  });
  return {
    ...balanceReport(turn, { key, ...past }),
    ...failureForLog(failure, 'stale'),
    tone: 'problem',
    paragraphs: [warning, ...shareLine(turn, past.balance)],
  };
}

/** No balance at all, and why. */
export function failureReport(turn: Turn, key: StoredKey, failure: Failure): Reply {
  return {
    ...failureForLog(failure, failure.kind),
    tone: 'problem',
    title: turn.say('failure-title'),
    paragraphs: [failureText(turn, failure), turn.say('failure-next')],
    buttons: [refreshButton(turn, key)],
  };
}

/** What the failure means for the user. */
export function failureText({ say, locale }: Turn, failure: Failure): string {
  switch (failure.kind) {
    case 'unavailable':
      return say('failure-unavailable');
    case 'busy':
      return say('failure-busy');
    case 'rate-limited':
      return failure.retryAfterSeconds === undefined
        ? say('failure-rate-limited')
        : say('failure-rate-limited-wait', { wait: formatWait(failure.retryAfterSeconds, locale) });
  }
}

/** What the failure means for the operator. */
export function failureForLog(failure: Failure, outcome: string): Pick<Reply, 'outcome' | 'reason'> {
  const reason =
    failure.kind === 'unavailable'
      ? failure.reason + (failure.detail === undefined ? '' : ` (${failure.detail})`)
      : failure.kind;
  return { outcome, reason };
}

/** `Balance`, and of which key where it has a name. */
function titleOf({ say }: Turn, { name }: StoredKey): string {
  return name === undefined ? say('balance-title') : say('balance-title-named', { name });
}

/** Money and points in one line: `200.53 of 210, 2,005,317.99 points`. */
export function figureLine({ say, locale, services }: Turn, { points, amount }: Balance): string {
  const money = (part: Figure['total']) => formatMoney(part, services.currency, locale);
  const line = say('figure-line', {
    amount: money(amount.remaining),
    total: money(amount.total),
    points: formatDecimal(points.remaining, locale),
  });
  return line.length > MAX_LINE_LENGTH ? say('figure-line-long') : line;
}

/** The share left that runs out first; points and money need not agree. */
function lowestShare({ points, amount }: Balance): bigint | undefined {
  const [ofPoints, ofAmount] = [shareLeft(points), shareLeft(amount)];
  if (ofPoints === undefined || ofAmount === undefined) return ofPoints ?? ofAmount;
  const pointsRunOut = ofPoints < ofAmount;
  return pointsRunOut ? ofPoints : ofAmount;
}

export function toneOf(balance: Balance): Tone {
  const share = lowestShare(balance);
  if (share === undefined) return 'neutral';
  if (share < CRITICAL) return 'critical';
  return share < LOW ? 'low' : 'good';
}

export function shareLine({ say, locale }: Turn, balance: Balance): string[] {
  const share = lowestShare(balance);
  if (share === undefined) return [];
  const id = share < 0n ? 'balance-overdrawn' : 'balance-share';
  return [say(id, { meter: meter(share), share: formatShare(share, locale) })];
}

function figureFields({ say, locale, services }: Turn, { points, amount }: Balance): Field[] {
  const pointsShare = shareLeft(points);
  const amountShare = shareLeft(amount);
  const differ = pointsShare !== amountShare;
  const value = (share: bigint | undefined, remaining: string, total: string) =>
    differ && share !== undefined
      ? say('figure-share', { remaining, total, share: formatShare(share, locale) })
      : say('figure', { remaining, total });
  const number = (part: Decimal) => formatDecimal(part, locale);
  const money = (part: Decimal) => formatMoney(part, services.currency, locale);
  return [
    { label: say('points'), value: value(pointsShare, number(points.remaining), number(points.total)) },
    { label: say('amount'), value: value(amountShare, money(amount.remaining), money(amount.total)) },
  ];
}

/** What was spent, and until when it lasts. */
export function usageButton({ say }: Turn, { id }: StoredKey): Button {
  return {
    kind: 'action',
    label: say('button-usage'),
    style: 'secondary',
    action: { command: 'usage', press: 'show', argument: id },
  };
}

/** Where to buy more, where the operator named a place. */
export function topUpButtons({ say, services: { topUpUrl } }: Turn): Button[] {
  return topUpUrl === undefined ? [] : [{ kind: 'link', label: say('button-top-up'), url: topUpUrl }];
}

/** Asks for the same key again; for a key without a name, for whatever there is by then. */
function refreshButton({ say }: Turn, { id, name }: StoredKey): Button {
  return {
    kind: 'action',
    label: say('button-refresh'),
    style: 'primary',
    action: { command: 'balance', press: 'refresh', ...(name !== undefined && { argument: id }) },
  };
}
