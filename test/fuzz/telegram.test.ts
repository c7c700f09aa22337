import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import type { TelegramGroup, TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { Harness } from '../e2e/harness.ts';
import { checkConduct, forget, NO_LIMITS } from './conduct.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';
import { LAST_COMMAND, type TelegramEvent, telegramEvent, telegramPerson } from './telegram-events.ts';

/** What Telegram makes of a text by itself, and may make of one of the bot's. */
const OWN_LINKS = new Set(['url', 'bot_command']);

/** Refusals that are part of the game: the message is as it should be, or somebody was quicker. */
const EXPECTED_REFUSALS = /message is not modified|message to delete not found|message can't be deleted/;

fuzz('whatever people do on Telegram', (property) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['telegram'], env: { ...NO_LIMITS, LOG_LEVEL: 'debug' } });
  });
  afterAll(() => harness.stop());

  const scene = fc.record({
    person: telegramPerson,
    group: fc.record({
      title: hostileText(128),
      botMayDelete: fc.boolean(),
      type: fc.constantFrom('group' as const, 'supergroup' as const),
    }),
    events: fc.array(telegramEvent, { minLength: 1, maxLength: 3 }),
  });

  property(
    'is answered or left alone, and nobody is called',
    0.1,
    scene,
    async ({ person, group, events }) => {
      forget(harness);
      const user = harness.telegram.user(person);
      const chats = [user.privateChat, harness.telegram.group(group)] as const;
      user.send('/start');
      const welcome = await user.privateChat.messages.waitFor(({ from }) => from.isBot, 'the welcome');
      const presses = events.map((event) => perform(user, chats[1], welcome, event));
      await finish(user, chats[1]);
      await Promise.all(presses);
      for (const { method, status, response } of harness.telegram.calls.entries) {
        if (status >= 400) expect(`${method}: ${JSON.stringify(response)}`).toMatch(EXPECTED_REFUSALS);
      }
      for (const message of chats.flatMap(({ messages }) => messages.entries)) checkLinks(message);
      checkConduct(harness);
    },
  );

  /** Lets the bot come to the end of all that was done: it takes what comes from one chat in its order. */
  async function finish(user: TelegramUser, group: TelegramGroup): Promise<void> {
    user.send(`/${LAST_COMMAND}`);
    user.send(`/${LAST_COMMAND}@${harness.telegram.botUsername}`, { in: group });
    for (const place of ['private', 'group']) {
      const isLast = (line: object) =>
        'command' in line && line.command === LAST_COMMAND && 'place' in line && line.place === place;
      await harness.log.waitFor(isLast, `the last answer in ${place}`);
    }
  }

  /** @returns the answer, where there must be one */
  function perform(
    user: TelegramUser,
    group: TelegramGroup,
    welcome: TelegramMessage,
    event: TelegramEvent,
  ): Promise<unknown> | undefined {
    const where = 'group' in event && event.group ? { in: group } : {};
    switch (event.kind) {
      case 'text':
        user.send(event.text, { ...where, ...(event.reply && !event.group && { replyTo: welcome }) });
        return undefined;
      case 'photo':
        user.sendPhoto({ ...where, caption: event.caption });
        return undefined;
      case 'edit':
        user.edit(user.send(event.before, where), event.after);
        return undefined;
      case 'key':
        harness.billing.setKey(event.key.replace(/^bearer\s*/i, ''), event.behaviour);
        user.send(event.key);
        return undefined;
      case 'press': {
        const data = typeof event.parts === 'string' ? event.parts : [...event.parts, user.id].join('|');
        return user.forgePress(welcome, data);
      }
      case 'raw': {
        const from = { id: user.id, is_bot: false, first_name: user.firstName };
        const chat = event.group
          ? { id: group.id, type: group.type, title: group.title }
          : { id: user.id, type: 'private' as const, first_name: user.firstName };
        const message = { message_id: 1_000_000, date: 1, edit_date: 1, ...event.content, from, chat };
        harness.telegram.deliver({ [event.update]: message });
        return undefined;
      }
    }
  }

  function checkLinks({ from, text, entities }: TelegramMessage): void {
    if (!from.isBot) return;
    for (const { type, offset, length } of entities) {
      const linked = text.slice(offset, offset + length);
      if (type === 'url') expect(linked).toBe('https://vip.gptchatclub.com/api');
      if (!['bold', 'italic', 'code'].includes(type))
        expect([linked, OWN_LINKS.has(type)]).toEqual([linked, true]);
    }
  }
});
