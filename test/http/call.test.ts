import { createServer, type RequestListener } from 'node:http';
import { Agent, errors } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call } from '../../src/http/call.ts';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';

const dispatcher = new Agent();

async function serve(listener: RequestListener) {
  const { host, close } = await listenOnLoopback(createServer(listener));
  onTestFinished(close);
  return { origin: `http://${host}`, path: '/', method: 'GET' } as const;
}

describe('a call', () => {
  it('brings status, headers and a body of several chunks', async () => {
    const request = await serve((_, response) => {
      response.writeHead(404, { 'x-mark': 'one' });
      response.write('first, ', () => response.end('second'));
    });
    const { status, headers, body } = await call(dispatcher, request);
    expect([status, headers['x-mark'], body.toString()]).toEqual([404, 'one', 'first, second']);
  });

  it('brings an empty body', async () => {
    const request = await serve((_, response) => void response.writeHead(204).end());
    expect(await call(dispatcher, request)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
  });

  it('takes what only says that an answer is to come for none', async () => {
    const request = await serve((_, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.writeHead(200, { 'x-mark': 'two' }).end('there');
    });
    const { status, headers, body } = await call(dispatcher, request);
    expect([status, headers['x-mark'], body.toString()]).toEqual([200, 'two', 'there']);
  });

  it('rejects when its connection breaks in the middle of the body', async () => {
    const request = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('some', () => request.socket.destroy());
    });
    await expect(call(dispatcher, request)).rejects.toThrow(errors.SocketError);
  });

  it('is not begun when it is given up before', async () => {
    const asked: string[] = [];
    const request = await serve(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    await expect(call(dispatcher, request, AbortSignal.abort())).rejects.toThrow(errors.RequestAbortedError);
    await call(dispatcher, { ...request, path: '/next' });
    expect(asked).toEqual(['/next']);
  });

  it.each(['before the answer', 'in the middle of it'])(
    'is broken off when it is given up %s',
    async (when) => {
      const giving = new AbortController();
      let closed: Promise<unknown> | undefined;
      const request = await serve((request, response) => {
        closed = new Promise((resolve) => request.socket.once('close', resolve));
        if (when === 'before the answer') giving.abort();
        else response.writeHead(200).write('some', () => giving.abort());
      });
      await expect(call(dispatcher, request, giving.signal)).rejects.toThrow(errors.RequestAbortedError);
      await closed;
    },
  );
});
