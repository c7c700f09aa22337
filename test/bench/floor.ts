import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { serve } from './part.ts';
import type { PlaceAddress } from './place.ts';

/** As many connections to each server as the bot has to the billing API by default. */
const CONNECTIONS = 32;

interface FloorOptions {
  readonly billingUrl: string;
  readonly address: PlaceAddress;
  /** What the bot answers: the body of its call on each platform. */
  readonly replies: { readonly telegram: object; readonly discord: object };
}

/** A call over one kept-alive pool. @returns the body of the answer */
async function call(
  pool: Pool,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  headers: object,
  body?: object,
) {
  const response = await pool.request({
    method,
    path,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${answer}`);
  return answer === '' ? undefined : JSON.parse(answer);
}

const handlers = {
  /** Answers on both platforms with nothing but a GET of the balance and a POST of the reply. */
  async start({ billingUrl, address, replies }: FloorOptions): Promise<void> {
    const keys = new Map(address.people.map(({ user, key }) => [user as string, key]));
    const { origin, pathname } = new URL(billingUrl);
    const billing = new Pool(origin, { connections: CONNECTIONS });
    const ask = (user: string) =>
      call(billing, 'GET', pathname, { authorization: `Bearer ${keys.get(user)}` });
    await answerOnTelegram(address.telegram, ask, replies.telegram);
    await answerOnDiscord(address.discord, ask, replies.discord);
  },
};

async function answerOnTelegram(
  { apiRoot, token }: PlaceAddress['telegram'],
  ask: (user: string) => Promise<unknown>,
  reply: object,
): Promise<void> {
  const pool = new Pool(apiRoot, { connections: CONNECTIONS });
  const answer = async (chatId: number) => {
    await ask(`telegram:${chatId}`);
    await call(pool, 'POST', `/bot${token}/sendMessage`, {}, { ...reply, chat_id: chatId });
  };
  const server = createServer(async (request, response) => {
    const { message } = JSON.parse(await text(request));
    await answer(message.chat.id);
    response.writeHead(200).end();
  });
  const { host } = await listenOnLoopback(server);
  const webhook = { url: `http://${host}/`, max_connections: 100 };
  await call(pool, 'POST', `/bot${token}/setWebhook`, {}, webhook);
}

async function answerOnDiscord(
  { apiRoot, token }: PlaceAddress['discord'],
  ask: (user: string) => Promise<unknown>,
  data: object,
): Promise<void> {
  const pool = new Pool(new URL(apiRoot).origin, { connections: CONNECTIONS });
  const authorization = `Bot ${token}`;
  const { id } = await call(pool, 'GET', '/api/v10/users/@me', { authorization });
  const commands = [{ name: 'balance', description: 'Balance' }];
  await call(pool, 'PUT', `/api/v10/applications/${id}/commands`, { authorization }, commands);
  const { url } = await call(pool, 'GET', '/api/v10/gateway/bot', { authorization });
  const socket = new WebSocket(url);
  socket.on('open', () => socket.send(JSON.stringify({ op: 2, d: { token, intents: 1, properties: {} } })));
  await new Promise<void>((resolve) => {
    socket.on('message', async (payload) => {
      const { t: event, d: interaction } = JSON.parse(payload.toString());
      if (event === 'READY') resolve();
      if (event !== 'INTERACTION_CREATE') return;
      await ask(`discord:${(interaction.user ?? interaction.member.user).id}`);
      const path = `/api/v10/interactions/${interaction.id}/${interaction.token}/callback`;
      await call(pool, 'POST', path, {}, { type: 4, data });
    });
  });
}

export type Floor = typeof handlers;

serve(handlers);
