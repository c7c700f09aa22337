import { stringify } from 'csv-stringify/sync';
import { toPlainString } from '../../balance/decimal.ts';
import type { Series } from '../../history/series.ts';
import type { StoredKey } from '../../keys/account.ts';
import type { Command, Turn } from '../command.ts';
import { chooseKey } from '../key-choice.ts';
import { KEY_NAME, keyChoices, labelOf } from '../key-labels.ts';
import type { Reply } from '../reply.ts';

async function send(turn: Turn, name?: string): Promise<Reply> {
  const { say, services } = turn;
  const choice = await chooseKey(turn, name);
  if (choice.kind === 'none') return choice.reply;
  if (choice.kind === 'several')
    return {
      outcome: 'asked',
      tone: 'neutral',
      paragraphs: [say('export-which')],
      buttons: keyChoices(choice.keys, { command: 'export', press: 'send' }),
    };
  const { key } = choice;
  const series = await services.history.of(await turn.owner(), key);
  if (series.length === 0)
    return { outcome: 'no-history', tone: 'neutral', paragraphs: [say('usage-nothing-yet')] };
  return {
    outcome: 'ok',
    tone: 'neutral',
    title: key.name === undefined ? say('export-title') : say('export-title-named', { name: key.name }),
    paragraphs: [say('export', { count: series.length })],
    file: { name: fileName(key, services.now()), content: tableOf(series) },
  };
}

/** One line a point, with the figures exactly as the provider has stated them. Times are UTC (ISO 8601). */
function tableOf(series: Series): string {
  return stringify(
    series.map(({ readAt, balance: { points, amount } }) => [
      new Date(readAt).toISOString(),
      toPlainString(points.remaining),
      toPlainString(points.total),
      toPlainString(amount.remaining),
      toPlainString(amount.total),
    ]),
    {
      header: true,
      columns: ['time', 'points_remaining', 'points_total', 'amount_remaining', 'amount_total'],
    },
  );
}

/** Letters and digits of any language; what else may stand in a name does not belong into that of a file. */
function fileName(key: StoredKey, now: number): string {
  const label = labelOf(key)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const day = new Date(now).toISOString().slice(0, 10);
  return `${['balance', label, day].filter((part) => part !== '').join('-')}.csv`;
}

export const exportHistory: Command = {
  name: 'export',
  personal: true,
  budget: 'look-ups',
  options: [KEY_NAME],
  run: (turn, { name }) => send(turn, name),
  presses: { send },
};
