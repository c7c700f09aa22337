import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageSize } from '../../src/sandbox/image-size.ts';

const DEMO = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));

/** A process of its own, a month that passes, and pictures, on a machine that may have other things to do. */
const TIMEOUT_MS = 90_000;

const KEY = /sk-demo-[0-9a-f]{5}/;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the demo on the given lines, in the folder. */
async function runDemo(
  input: string,
  flags: readonly string[] = [],
): Promise<{ code: number; transcript: string; errors: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), DEMO, ...flags], {
    cwd: folder,
  });
  child.stdin.end(input);
  const closed = once(child, 'close');
  const [transcript, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, transcript, errors };
}

/** The texts, each somewhere after the one before. */
function expectInOrder(transcript: string, milestones: readonly string[]): void {
  let from = 0;
  for (const milestone of milestones) {
    const at = transcript.indexOf(milestone, from);
    expect(at, `"${milestone}" in its place`).toBeGreaterThanOrEqual(0);
    from = at + milestone.length;
  }
}

describe('the demo', { timeout: TIMEOUT_MS }, () => {
  it('plays a tour of both platforms in both languages when it is given nothing, and saves what there is to see', async () => {
    const { code, transcript, errors } = await runDemo('', ['--save', 'saved']);
    expect([code, errors]).toEqual([0, '']);
    expectInOrder(transcript, [
      'Discord, in English',
      'You have no key registered yet',
      'That key was refused',
      'Your key is registered',
      'Your alerts',
      '200.531799 USD of 210 USD',
      '175.031799 USD of 210 USD',
      'This is not your balance now',
      'What the others there see of the bot: nothing.',
      'A message from the bot to everybody in the Discord server of alice',
      'Your time zone is',
      'A message from the bot to alice on Discord',
      'team is running low',
      '30d later',
      'What team has spent',
      'alice-balance-last-7-days.png · Balance · last 7 days: from',
      'alice-balance-last-30-days.png · Balance · last 30 days: from 175',
      '150 USD are paid into the good key',
      'USD of 360 USD',
      'please delete your message',
      'What do you call it?',
      'Your balances',
      'What work has spent',
      'balance-work-2026-04-04.csv',
      'time,points_remaining',
      'Your chats are linked',
      'Your balances',
      'Your chats are unlinked',
      'Your key is removed',
      'Discord, in Chinese',
      '你还没有登记密钥',
      '这个密钥被拒绝了',
      '你的密钥已登记',
      '你的余额',
      '你的密钥已删除',
      '已清除你的全部数据',
      'Telegram, in English',
      'You have no key registered yet',
      'That key was refused',
      'Your key is registered',
      'Your balance',
      'Your key is stored, unchecked',
      'between you and me',
      'That looked like an API key',
      'stays registered',
      'Everything is erased',
      'Telegram, in Chinese',
      '你还没有登记密钥',
      '这个密钥被拒绝了',
      '你的密钥已登记',
      '你的提醒',
      '你的余额',
      'A message from the bot to 小明 on Telegram',
      '你的余额不多了',
      '24 小时内不再提醒',
      '小明-余额-最近-7-天.png',
      '小明-余额-最近-30-天.png',
      '你我之间的事',
      '你的密钥已删除',
    ]);
    expect(transcript).not.toMatch(KEY);

    const saved = join(folder, 'saved');
    expect(await readFile(join(saved, 'transcript.txt'), 'utf8')).toBe(transcript);
    const pictures = (await readdir(saved)).filter((name) => name.endsWith('.png'));
    expect(pictures).toHaveLength(5);
    for (const name of pictures) {
      const png = await readFile(join(saved, name));
      expect(imageSize(png), name).toEqual({ width: 1200, height: 810 });
      expect(png.toString('latin1')).not.toMatch(KEY);
      expect(transcript).toContain(name);
    }
  });

  it('plays the lines that it is given, and writes nothing', async () => {
    const { code, transcript } = await runDemo('/as telegram 小明 zh\n/help\n/quit\n/balance\n');
    expect(code).toBe(0);
    expect(transcript).toContain('我能做什么');
    expect(transcript).not.toContain('你还没有登记密钥');
    expect(await readdir(folder)).toEqual([]);
  });

  it('watches the keys on after an outage and beside one that cannot be checked, until a line makes no sense', async () => {
    const setUp = ['/in dm', '{down}', '/press 1', '{good}', '/press 1', 'work'];
    const lines = [...setUp, '/outage on', '/wait 1d', '/outage off', '/wait 1d', '/export name:work'];
    const { code, transcript, errors } = await runDemo([...lines, '/as facebook carol', '/help'].join('\n'));
    expect(transcript).toMatch(/┃ 2[45] readings/);
    expect(transcript).not.toContain('What I can do');
    expect([code, errors]).toEqual([1, 'The demo stops: say who: /as discord alice, or /as telegram bob\n']);
  });
});
