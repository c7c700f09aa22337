import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DEMO = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));

/** Runs the demo on the given lines. */
async function runDemo(input: string): Promise<{ code: number; transcript: string; errors: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), DEMO]);
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

describe('the demo', () => {
  it('plays a tour of both platforms in both languages when it is given nothing, and shows no key', async () => {
    const { code, transcript, errors } = await runDemo('');
    expect([code, errors]).toEqual([0, '']);
    expectInOrder(transcript, [
      'Discord, in English',
      'You have no key registered yet',
      'That key was refused',
      'Your key is registered',
      '200.531799 USD of 210 USD',
      '175.031799 USD of 210 USD',
      'This is not your balance now',
      'What the others there see of the bot: nothing.',
      'please delete your message',
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
      'That is between you and me',
      'That looked like an API key',
      'stays registered',
      'Everything is erased',
      'Telegram, in Chinese',
      '你还没有登记密钥',
      '这个密钥被拒绝了',
      '你的密钥已登记',
      '你的余额',
      '这是你我之间的事',
      '你的密钥已删除',
    ]);
    expect(transcript).not.toMatch(/sk-demo-[0-9a-f]{5}/);
  });

  it('plays the lines that it is given', async () => {
    const { code, transcript } = await runDemo('/as telegram 小明 zh\n/help\n/quit\n/balance\n');
    expect(code).toBe(0);
    expect(transcript).toContain('我能做什么');
    expect(transcript).not.toContain('你还没有登记密钥');
  });

  it('ends with an error at a line that makes no sense', async () => {
    const { code, errors } = await runDemo('/as facebook carol\n');
    expect([code, errors]).toEqual([1, 'The demo stops: say who: /as discord alice, or /as telegram bob\n']);
  });
});
