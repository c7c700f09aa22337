import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from '../src/log.ts';
import { LogOutput } from '../src/log-output.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function collecting() {
  const written: string[] = [];
  const output = new LogOutput({ write: (text: string) => written.push(text) > 0 });
  return { written, output };
}

it('writes the lines of a moment together, in their order', () => {
  const { written, output } = collecting();
  output.write('one\n');
  output.write('two\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(written).toEqual(['one\ntwo\n']);
  output.write('three\n');
  vi.advanceTimersByTime(20);
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});

it('writes much at once without waiting', () => {
  const { written, output } = collecting();
  const line = `${'x'.repeat(1_023)}\n`;
  for (let index = 0; index < 64; index += 1) output.write(line);
  expect(written.join('')).toBe(line.repeat(64));
  vi.runAllTimers();
  expect(written).toHaveLength(1);
});

it('writes what is fatal before the process ends', () => {
  const { written, output } = collecting();
  const log = createLog({ level: 'info', destination: output, secrets: [] });
  log.info('a line before');
  log.fatal('the last line');
  expect(written.join('')).toMatch(/a line before.*\n.*the last line/);
});
