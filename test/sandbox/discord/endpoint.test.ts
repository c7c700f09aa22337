import { createServer, type RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { verifyKey } from 'discord-interactions';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOnLoopback } from '../../../src/sandbox/loopback.ts';
import { register, startSandbox } from './harness.ts';

async function listen(answer: RequestListener): Promise<string> {
  const { host, close } = await listenOnLoopback(createServer(answer));
  onTestFinished(close);
  return `http://${host}/interactions`;
}

describe('the endpoint for interactions, as the sandbox calls it', () => {
  it('is taken only where it says Pong and refuses a wrong signature', async () => {
    const sandbox = await startSandbox();
    const trusting = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"type":1}');
    });
    await expect(sandbox.endpoint.set(trusting)).rejects.toThrow('could not be verified');
    const refusing = await listen((_request, response) => response.writeHead(401).end());
    await expect(sandbox.endpoint.set(refusing)).rejects.toThrow('could not be verified');
    expect(sandbox.endpoint.url).toBeUndefined();
  });

  it("gets interactions that Discord's own library takes for signed, and answers them in its response", async () => {
    const sandbox = await startSandbox();
    const url = await listen(async (request, response) => {
      const body = await buffer(request);
      const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
      const isSigned = await verifyKey(body, `${signature}`, `${timestamp}`, sandbox.endpoint.publicKey);
      if (!isSigned) return response.writeHead(401).end();
      const { type } = JSON.parse(body.toString());
      const answer = type === 1 ? { type: 1 } : { type: 4, data: { content: 'Hello' } };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await sandbox.endpoint.set(url);
    await register(sandbox, { type: 1, name: 'a', description: 'A command' });
    const interaction = sandbox.user({ username: 'alice' }).slash('a');
    expect((await interaction.reply()).content).toBe('Hello');
    await sandbox.endpoint.deliveries.waitFor(({ status }) => status === 200);
    expect(sandbox.dispatches).toEqual([]);
  });
});
