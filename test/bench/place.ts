import { randomBytes } from 'node:crypto';
import type { Identity, Platform } from '../../src/identity.ts';
import type { BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { DiscordSandbox, type DiscordUser } from '../../src/sandbox/discord/index.ts';
import { TelegramSandbox, type TelegramUser } from '../../src/sandbox/telegram/index.ts';
import type { Registered } from './fill-store.ts';

/** How many people there are in a place on each platform. */
export const PEOPLE = 200;

/** How long an answer is waited for, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Where a bot finds its platforms, and who will ask it. */
export interface PlaceAddress {
  readonly telegram: { readonly apiRoot: string; readonly token: string };
  readonly discord: { readonly apiRoot: string; readonly token: string };
  readonly people: readonly Registered[];
}

interface Waiting {
  arrived(at: number): void;
}

/** The platforms as one bot has them, with people who ask it for their balance. */
export class Place {
  readonly #telegram: TelegramSandbox;
  readonly #discord: DiscordSandbox;
  readonly #telegramUsers: readonly TelegramUser[];
  readonly #discordUsers: readonly DiscordUser[];
  readonly #people: readonly Registered[];
  /** By the chat on Telegram, by the token of the interaction on Discord. */
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #lastReply = new Map<Platform, unknown>();

  private constructor(
    telegram: TelegramSandbox,
    discord: DiscordSandbox,
    billing: BillingSandbox,
    count: number,
  ) {
    this.#telegram = telegram;
    this.#discord = discord;
    const each = Array.from({ length: count }, (_, index) => `Person ${index}`);
    this.#telegramUsers = each.map((firstName) => telegram.user({ firstName, languageCode: 'en' }));
    this.#discordUsers = each.map((username) => discord.user({ username }));
    const identities: readonly Identity[] = [
      ...this.#telegramUsers.map(({ id }): Identity => `telegram:${id}`),
      ...this.#discordUsers.map(({ id }): Identity => `discord:${id}`),
    ];
    this.#people = identities.map((user) => ({ user, key: `sk-${randomBytes(24).toString('hex')}` }));
    for (const { key } of this.#people) billing.setKey(key, { kind: 'good' });
    telegram.requests.listen({
      hear: ({ method, payload }) => {
        if (method === 'sendMessage') this.#arrived('telegram', String(payload.chat_id), payload);
      },
    });
    discord.calls.listen({
      hear: ({ method, path, body }) => {
        const answer = /^\/(?:webhooks|interactions)\/\d+\/([\w-]+)\/(?:messages\/@original|callback)$/;
        const [, token] = answer.exec(path) ?? [];
        if (token === undefined) return;
        const first = body as { readonly type?: unknown; readonly data?: unknown } | undefined;
        if (method === 'PATCH') this.#arrived('discord', token, body);
        else if (first?.type === 4) this.#arrived('discord', token, first.data);
      },
    });
  }

  static async open(billing: BillingSandbox, count: number): Promise<Place> {
    const [telegram, discord] = await Promise.all([TelegramSandbox.start(), DiscordSandbox.start()]);
    return new Place(telegram, discord, billing, count);
  }

  get address(): PlaceAddress {
    const { apiRoot, token } = this.#telegram;
    return {
      telegram: { apiRoot, token },
      discord: { apiRoot: this.#discord.apiRoot, token: this.#discord.token },
      people: this.#people,
    };
  }

  /** Has a person ask for the balance. @returns when it asked and when the answer came, on one clock, in milliseconds */
  ask(platform: Platform, index: number): Promise<{ readonly from: number; readonly until: number }> {
    return new Promise((resolve, reject) => {
      const from = performance.now();
      const key = platform === 'telegram' ? this.#askOnTelegram(index) : this.#askOnDiscord(index);
      const timer = setTimeout(
        () => reject(new Error(`no answer came on ${platform} within ${PATIENCE_MS} ms`)),
        PATIENCE_MS,
      );
      const arrived = (until: number) => {
        clearTimeout(timer);
        resolve({ from, until });
      };
      const waiting = this.#waiting.get(key);
      if (waiting === undefined) this.#waiting.set(key, [{ arrived }]);
      else waiting.push({ arrived });
    });
  }

  /** The body of the last reply on that platform. */
  lastReply(platform: Platform): unknown {
    return this.#lastReply.get(platform);
  }

  /** Forgets what has passed, which would fill the memory. */
  forget(): void {
    this.#telegram.requests.entries.length = 0;
    this.#telegram.calls.entries.length = 0;
    this.#telegram.webhookDeliveries.entries.length = 0;
    this.#discord.calls.entries.length = 0;
    for (const { privateChat } of this.#telegramUsers) privateChat.messages.entries.length = 0;
  }

  #askOnTelegram(index: number): string {
    const user = at(this.#telegramUsers, index);
    user.send('/balance');
    return String(user.id);
  }

  #askOnDiscord(index: number): string {
    return at(this.#discordUsers, index).slash('balance').token;
  }

  #arrived(platform: Platform, key: string, reply: unknown): void {
    const at = performance.now();
    this.#lastReply.set(platform, reply);
    const [first, ...others] = this.#waiting.get(key) ?? [];
    if (others.length > 0) this.#waiting.set(key, others);
    else this.#waiting.delete(key);
    first?.arrived(at);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('nobody is there');
  return found;
}
