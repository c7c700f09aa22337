import fc from 'fast-check';
import { DOCUMENTED_FIGURES } from '../../src/sandbox/billing/index.ts';
import { hostileText } from './hostile-text.ts';

/** Values as JSON text that a figure, a code or anything else may be by mistake. */
const wrongValue = fc.oneof(
  fc.constantFrom(
    '"401"',
    '401',
    '200.0',
    '2e2',
    '20000e-2',
    '200.5',
    '1e400',
    '-0',
    '"NaN"',
    '"Infinity"',
    '"1e5"',
    '"-0.000000"',
    '"٢١٠"',
    '"２１０"',
    '" 1"',
    '"1,000.00"',
    '"0x10"',
    '""',
    'null',
    'true',
    '{}',
    '[]',
    '{"__proto__":{"code":200}}',
    `"${'9'.repeat(100)}"`,
    `"0.${'0'.repeat(97)}1"`,
    `"${'9'.repeat(5000)}"`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
  ),
  fc.json(),
  hostileText(200).map((text) => JSON.stringify(text)),
);

const NAMES = [
  'msg',
  'code',
  'data',
  ...Object.keys(DOCUMENTED_FIGURES),
  '__proto__',
  'constructor',
  'extra',
];

interface Change {
  readonly name: string;
  readonly how: 'set' | 'drop' | 'add' | 'rename';
  readonly value: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  name: fc.constantFrom(...NAMES),
  how: fc.constantFrom('set', 'drop', 'add', 'rename'),
  value: wrongValue,
});

type Entry = readonly [name: string, value: string];

/** The documented body with a few things wrong, among them names that come twice. */
export const nearMiss: fc.Arbitrary<string> = fc.array(change, { maxLength: 3 }).map((changes) => {
  const figures = write(
    apply(
      Object.entries(DOCUMENTED_FIGURES).map(([name, value]) => [name, JSON.stringify(value)]),
      changes,
    ),
  );
  return write(
    apply(
      [
        ['msg', '"操作成功。"'],
        ['code', '200'],
        ['data', figures],
      ],
      changes,
    ),
  );
});

function apply(entries: readonly Entry[], changes: readonly Change[]): readonly Entry[] {
  return changes.reduce<readonly Entry[]>((all, { name, how, value }) => {
    switch (how) {
      case 'set':
        return all.map((entry) => (entry[0] === name ? [name, value] : entry));
      case 'drop':
        return all.filter((entry) => entry[0] !== name);
      case 'add':
        return all.concat([[name, value]]);
      default:
        return all.map((entry) => (entry[0] === name ? [`${name} `, entry[1]] : entry));
    }
  }, entries);
}

function write(entries: readonly Entry[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

/** Whatever a server may send for a body. */
export const anyBody: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 5, arbitrary: nearMiss.map((text) => Buffer.from(text)) },
  fc.json().map((text) => Buffer.from(text)),
  hostileText().map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.tuple(nearMiss, fc.nat(200)).map(([text, end]) => Buffer.from(text).subarray(0, end)),
  nearMiss.map((text) => Buffer.from(`\ufeff${text}`)),
  nearMiss.map((text) => Buffer.from(text, 'utf16le')),
);
