import { autoRetry } from '@grammyjs/auto-retry';
import { type RunnerHandle, run } from '@grammyjs/runner';
import { Bot, type Context } from 'grammy';
import { onTestFinished } from 'vitest';
import { type SandboxOptions, TelegramSandbox } from '../../../src/sandbox/telegram/index.ts';

/** A sandbox that stops with the test. */
export async function startSandbox(options?: SandboxOptions): Promise<TelegramSandbox> {
  const sandbox = await TelegramSandbox.start(options);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** A real bot on the sandbox, polling by @grammyjs/runner; it stops before the sandbox does. */
export async function startBot(
  sandbox: TelegramSandbox,
  configure: (bot: Bot<Context>) => void = () => {},
  allowedUpdates?: readonly 'message'[],
): Promise<{ bot: Bot<Context>; runner: RunnerHandle }> {
  const bot = createBot(sandbox);
  configure(bot);
  const runner = run(bot, {
    runner: { silent: true, ...(allowedUpdates ? { fetch: { allowed_updates: allowedUpdates } } : {}) },
  });
  onTestFinished(async () => {
    await runner.stop();
  });
  await sandbox.waitUntilPolling();
  return { bot, runner };
}

export function createBot(sandbox: TelegramSandbox): Bot<Context> {
  const bot = new Bot<Context>(sandbox.token, { client: { apiRoot: sandbox.apiRoot } });
  bot.api.config.use(autoRetry());
  return bot;
}

export interface Answer {
  readonly status: number;
  readonly body: { ok: boolean; result?: unknown; error_code?: number; description?: string };
}

/** Calls a method as a bot without a library would. */
export async function call(
  sandbox: TelegramSandbox,
  method: string,
  payload: unknown = {},
  token = sandbox.token,
): Promise<Answer> {
  const response = await fetch(`${sandbox.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
