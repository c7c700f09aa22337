import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure, Row } from './result.ts';
import { chart } from './rows/chart.ts';
import { latency } from './rows/latency.ts';
import { naive } from './rows/naive.ts';
import { oneUser } from './rows/one-user.ts';
import { processes } from './rows/process.ts';
import { sweep } from './rows/sweep.ts';
import { throughput } from './rows/throughput.ts';
import { vault } from './rows/vault.ts';
import { markdownTable, printedTable } from './table.ts';

const ROWS: readonly Row[] = [latency, throughput, oneUser, naive, vault, processes, sweep, chart];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    output: { type: 'string', default: 'bench-results.json' },
    markdown: { type: 'string' },
  },
});

const unknown = values.only?.filter((name) => !ROWS.some((row) => row.name === name)) ?? [];
if (unknown.length > 0) {
  const names = ROWS.map(({ name }) => name).join(', ');
  throw new RangeError(`--only ${unknown.join(', ')}: the rows are ${names}; give --only once for each`);
}
const chosen = ROWS.filter(({ name }) => values.only?.includes(name) ?? true);
const results: { row: string; figures: readonly Figure[] }[] = [];
for (const row of chosen) {
  const folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-bench-'));
  try {
    process.stderr.write(`${row.name} …\n`);
    const figures = await row.run({
      rounds: Number(values.rounds),
      quick: values.quick,
      folder,
      say: (text) => process.stderr.write(`  ${text}\n`),
    });
    results.push({ row: row.name, figures });
    process.stdout.write(`${printedTable(figures)}\n\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
const machine = {
  processor: /model name\s*: (.*)/.exec(await readFile('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
};
await writeFile(
  values.output,
  `${JSON.stringify({ at: new Date().toISOString(), machine, results }, undefined, 2)}\n`,
);
if (values.markdown !== undefined)
  await writeFile(values.markdown, `${markdownTable(results.flatMap(({ figures }) => figures))}\n`);
