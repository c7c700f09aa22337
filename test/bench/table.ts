import type { Figure, Target } from './result.ts';

/** The figures as lines of columns, for a terminal. */
export function printedTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** The figures as a table in Markdown. */
export function markdownTable(figures: readonly Figure[]): string {
  return [HEAD, HEAD.map((_, column) => (column === 0 ? '---' : '---:')), ...figures.map(cellsOf)]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

const HEAD = ['measured', 'median', 'min', 'max', 'target', 'met'];

function cellsOf({ what, unit, median, min, max, target, met }: Figure): string[] {
  const withUnit = (value: number) =>
    unit === '×' ? `${rounded(value)} ×` : `${rounded(value)} ${unit}`.trim();
  return [
    what,
    withUnit(median),
    rounded(min),
    rounded(max),
    target === undefined ? '' : wanted(target),
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

function wanted({ kind, value }: Target): string {
  return `${kind === 'at most' ? '≤' : '≥'} ${rounded(value)}`;
}

/** Three significant digits, and whole numbers as they are. */
function rounded(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
