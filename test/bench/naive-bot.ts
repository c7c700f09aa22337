import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { serve } from './part.ts';
import type { PlaceAddress } from './place.ts';

/** The same bot as one writes it in an evening: no encryption, no retries, no limits, one language. */
function naiveBot(token: string, apiRoot: string, billingUrl: string, file: string): Telegraf {
  const bot = new Telegraf(token, { telegram: { apiRoot } });
  const load = (): Record<string, string> => JSON.parse(readFileSync(file, 'utf8'));

  const balanceOf = async (key: string) => {
    const response = await fetch(billingUrl, { headers: { authorization: `Bearer ${key}` } });
    return (await response.json()) as { code: number; data?: Record<string, string> };
  };

  bot.command('balance', async (ctx) => {
    const key = load()[ctx.from.id];
    if (key === undefined) return ctx.reply('Send me your key first.');
    const { code, data } = await balanceOf(key);
    if (data === undefined) return ctx.reply(`The API says ${code}. Is your key still good?`);
    return ctx.reply(
      `<b>Your balance</b>\n\nPoints: ${data.remainingPoints} of ${data.points}\nAmount: ${data.remainingAmount} of ${data.amount}`,
      { parse_mode: 'HTML' },
    );
  });

  bot.on(message('text'), async (ctx) => {
    const { code } = await balanceOf(ctx.message.text);
    if (code !== 200) return ctx.reply('That key does not work.');
    writeFileSync(file, JSON.stringify({ ...load(), [ctx.from.id]: ctx.message.text }));
    return ctx.reply('Your key is registered. Ask for your /balance.');
  });
  return bot;
}

const handlers = {
  /** @param folder where it keeps the keys, in the clear */
  async start({
    billingUrl,
    address: { telegram, people },
    folder,
  }: {
    billingUrl: string;
    address: PlaceAddress;
    folder: string;
  }): Promise<void> {
    const file = join(folder, 'keys.json');
    const keys = people.map(({ user, key }) => [user.replace('telegram:', ''), key]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(keys)));
    const bot = naiveBot(telegram.token, telegram.apiRoot, billingUrl, file);
    const { host } = await listenOnLoopback(createServer(bot.webhookCallback('/')));
    await bot.telegram.setWebhook(`http://${host}/`, { max_connections: 100 });
  },
};

export type Naive = typeof handlers;

serve(handlers);
