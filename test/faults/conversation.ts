import type { DiscordUser, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import type { Harness, LogLine } from '../e2e/harness.ts';

/** Sends a text to the bot on Telegram and waits for its next message. */
export function ask(user: TelegramUser, text: string): Promise<TelegramMessage> {
  const before = new Set(user.privateChat.messages.entries);
  user.send(text);
  return nextAnswer(user, before);
}

/** The bot's first message in the private chat that is not among those of `before`. */
export function nextAnswer(
  user: TelegramUser,
  before: ReadonlySet<TelegramMessage>,
): Promise<TelegramMessage> {
  return user.privateChat.messages.waitFor(
    (message) => message.from.isBot && !before.has(message),
    'an answer',
    10_000,
  );
}

/** A person whose key is registered, by which it shows whether anything stored was lost. */
export async function customerOf(harness: Harness): Promise<TelegramUser> {
  const user = harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });
  await ask(user, harness.key({ kind: 'good' }));
  return user;
}

/** The first line of everything that the bot has said in the private chat, in order. */
export function said(user: TelegramUser): string[] {
  return user.privateChat.messages.entries
    .filter(({ from }) => from.isBot)
    .map(({ text }) => text.split('\n')[0] ?? '');
}

/** Registers a key through the form on Discord. */
export async function submitKey(user: DiscordUser, key: string): Promise<SandboxMessage> {
  const modal = await user.slash('key set').modal();
  return user.submit(modal, { key }).reply();
}

/** Waits for log lines that come from now on. */
export function watchLog({ log }: Harness): (predicate: (line: LogLine) => boolean) => Promise<LogLine> {
  const seen = log.entries.length;
  return (predicate) =>
    log.waitFor((line) => log.entries.indexOf(line) >= seen && predicate(line), 'the log line', 10_000);
}
