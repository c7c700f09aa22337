import { describe, expect, it } from 'vitest';
import { InHand } from '../src/in-hand.ts';
import { createLog, describeError } from '../src/log.ts';
import { Secret } from '../src/secret.ts';

describe('the log', () => {
  it('holds none of the secrets of the process, wherever they come from', () => {
    const lines: string[] = [];
    const token = new Secret('1234567890:abcdef');
    const log = createLog({
      level: 'info',
      secrets: [token],
      destination: { write: (line) => lines.push(line) },
    });
    log.info(
      { token, url: `https://api.telegram.org/bot${token.reveal()}/getMe` },
      `failed with ${token.reveal()}`,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('abcdef');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'failed with [secret]', token: '[secret]' });
  });

  it('says of an exception what it is and what is behind it, and nothing else that hangs on it', () => {
    const behind = Object.assign(new Error('connect to https://secret.example'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new TypeError('failed'), { code: 7, requestBody: 'a key', error: behind });
    expect(describeError(error)).toEqual({
      type: 'TypeError',
      message: 'failed',
      code: '7',
      cause: 'ECONNREFUSED',
      stack: expect.stringContaining('TypeError: failed'),
    });
    expect(describeError('a key')).toEqual({ type: 'string', message: 'not an Error' });
  });
});

describe('what is in hand', () => {
  it('is waited for, but not for ever', async () => {
    const inHand = new InHand();
    let finish = () => {};
    const task = inHand.run(() => new Promise((resolve) => (finish = () => resolve(undefined))));
    expect(await inHand.drain(1)).toBe(1);
    const drained = inHand.drain(60_000);
    finish();
    await task;
    expect(await drained).toBe(0);
  });

  it('counts a failed task as finished', async () => {
    const inHand = new InHand();
    await expect(inHand.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inHand.drain(60_000)).toBe(0);
  });
});
