import type { Decimal } from '../../balance/decimal.ts';
import type { KeyBalance } from '../../balance/service.ts';
import type { Series } from '../../history/series.ts';
import type { FigureName } from '../../history/steps.ts';
import type { StoredKey } from '../../keys/account.ts';
import { DAY_MS, MINUTE_MS, startOfDay } from '../../time/local-time.ts';
import { type Outlook, outlookOf } from '../../usage/outlook.ts';
import { isRange, RANGES, type Range } from '../../usage/range.ts';
import { spendingIn } from '../../usage/spending.ts';
import { failureText, topUpButtons } from '../balance-report.ts';
import type { Command, Turn } from '../command.ts';
import { formatDecimal, formatMoney } from '../figures.ts';
import { forecastText } from '../forecast-text.ts';
import { guidance } from '../guidance.ts';
import { chooseKey } from '../key-choice.ts';
import { KEY_NAME, keyChoices } from '../key-labels.ts';
import type { Button, Field, Picture, Reply } from '../reply.ts';
import { formatDay } from '../times.ts';
import { usageChart } from '../usage-chart.ts';

/** What is shown to whoever does not say: long enough to tell a pattern, short enough to see today. */
const DEFAULT_RANGE: Range = '7d';

const MONTH_MS = 30 * DAY_MS;

/** Stands between a range and the id of a key in a button; neither has a dot. */
const OF_KEY = '.';

async function show(turn: Turn, name?: string, range: Range = DEFAULT_RANGE): Promise<Reply> {
  const choice = await chooseKey(turn, name);
  if (choice.kind === 'none') return choice.reply;
  if (choice.kind === 'several') return whichOne(turn, choice.keys);
  const { key } = choice;
  const { balances, history } = turn.services;
  const owner = await turn.owner();
  const outcome = await balances.balanceOf(owner, key);
  const series = await history.of(owner, key);
  return series.length === 0 ? nothingYet(turn, key, outcome) : report(turn, key, outcome, series, range);
}

async function report(
  turn: Turn,
  key: StoredKey,
  outcome: KeyBalance,
  series: Series,
  range: Range,
): Promise<Reply> {
  const { say, services } = turn;
  // A picture of this minute is as good as one of this second, and can be shown again.
  const now = Math.ceil(services.now() / MINUTE_MS) * MINUTE_MS;
  const outlook = outlookOf(series, now);
  const { chart, alt } = usageChart(turn, series, outlook, range, now);
  const rendering = await services.charts.render(chart);
  const picture: Picture | undefined = rendering.kind === 'drawn' ? { png: rendering.png, alt } : undefined;
  return {
    outcome: picture === undefined ? 'no-picture' : 'ok',
    tone: 'neutral',
    title: key.name === undefined ? say('usage-title') : say('usage-title-named', { name: key.name }),
    paragraphs: [
      ...staleNote(turn, outcome),
      forecastText(turn, outlook),
      ...(picture === undefined ? [say('usage-no-picture')] : []),
    ],
    ...sinceWhen(turn, series),
    fields: spendingFields(turn, series, outlook),
    ...(picture && { picture }),
    buttons: [...rangeButtons(turn, key, range), ...topUpButtons(turn)],
  };
}

/** Without it, equal sums of a week and a month would look wrong. */
function sinceWhen({ say, locale, timeZone, services }: Turn, [first]: Series): Pick<Reply, 'footer'> {
  if (first === undefined || services.now() - first.readAt > MONTH_MS) return {};
  return { footer: say('usage-since', { date: formatDay(first.readAt, locale, timeZone) }) };
}

/** Why the figures may not be of now. */
function staleNote(turn: Turn, outcome: KeyBalance): string[] {
  switch (outcome.kind) {
    case 'ok':
      return [];
    case 'unauthorized':
      return [turn.say('balances-stopped')];
    case 'failed':
      return [turn.say('usage-stale', { failure: failureText(turn, outcome.failure) })];
  }
}

function spendingFields(turn: Turn, series: Series, { figure }: Outlook): Field[] {
  const { say, services, timeZone } = turn;
  const now = services.now();
  const { today, week, month, perDay } = spendingIn(series, figure, now, startOfDay(now, timeZone ?? 'UTC'));
  const field = (id: string, value: Decimal): Field => ({
    label: say(id, { zone: timeZone ?? 'UTC' }),
    value: formatFigure(turn, figure, value),
  });
  return [
    field('usage-today', today),
    field('usage-week', week),
    field('usage-month', month),
    ...(perDay === undefined ? [] : [field('usage-per-day', shortened(perDay))]),
  ];
}

function formatFigure({ say, locale, services }: Turn, figure: FigureName, value: Decimal): string {
  return figure === 'amount'
    ? formatMoney(value, services.currency, locale)
    : say('usage-points', { points: formatDecimal(value, locale) });
}

/** An average of exact figures is none itself. */
function shortened({ unscaled, scale }: Decimal): Decimal {
  const places = Math.min(scale, 2);
  return { unscaled: unscaled / 10n ** BigInt(scale - places), scale: places };
}

function nothingYet(turn: Turn, key: StoredKey, outcome: KeyBalance): Reply {
  if (outcome.kind === 'unauthorized')
    return guidance(turn, { kind: key.verified ? 'stopped' : 'unverified', key });
  return {
    outcome: 'no-history',
    tone: 'problem',
    title: turn.say('failure-title'),
    paragraphs: [
      ...(outcome.kind === 'failed' ? [failureText(turn, outcome.failure)] : []),
      turn.say('usage-nothing-yet'),
    ],
  };
}

function whichOne(turn: Turn, keys: readonly StoredKey[]): Reply {
  return {
    outcome: 'asked',
    tone: 'neutral',
    paragraphs: [turn.say('usage-which')],
    buttons: keyChoices(keys, { command: 'usage', press: 'choose' }),
  };
}

function rangeButtons({ say }: Turn, { id }: StoredKey, shown: Range): Button[] {
  return RANGES.map((range) => ({
    kind: 'action',
    label: say(`button-range-${range}`),
    style: range === shown ? 'primary' : 'secondary',
    action: { command: 'usage', press: 'range', argument: range + OF_KEY + id },
  }));
}

async function changeRange(turn: Turn, argument = ''): Promise<Reply> {
  const [range = '', keyId] = argument.split(OF_KEY);
  const reply = await show(turn, keyId, isRange(range) ? range : DEFAULT_RANGE);
  return { ...reply, whenUnchanged: turn.say('up-to-date') };
}

export const usage: Command = {
  name: 'usage',
  personal: true,
  budget: 'look-ups',
  options: [KEY_NAME],
  run: (turn, { name }) => show(turn, name),
  presses: {
    choose: (turn, keyId) => show(turn, keyId),
    // Under an alert, which stays.
    show: async (turn, keyId) => ({ ...(await show(turn, keyId)), fresh: true }),
    range: changeRange,
  },
};
