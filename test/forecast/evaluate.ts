import { CASES, type Case, evaluate, type Score } from './evaluation.ts';

/** Prints how good the forecast is, as the table of docs/forecast.md: `npm run forecast:evaluate`. */
const RUN = { stories: 500, seed: 20_240_601 };

const percent = (share: number) => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–');

function row({ spender, history }: Case, { inRange, error, width, notSpending }: Score): string {
  const cells = [spender, history, ...[inRange, error, width, notSpending].map(percent)];
  return `| ${cells.join(' | ')} |`;
}

console.log('| spender | history | in range | error of `likely` | width of the range | “not spending” |');
console.log('| --- | --- | --: | --: | --: | --: |');
for (const each of CASES) console.log(row(each, evaluate(each, RUN)));
