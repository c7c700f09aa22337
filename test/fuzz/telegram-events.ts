import fc from 'fast-check';
import type { Message, MessageEntity, PhotoSize } from 'grammy/types';
import { COMMANDS, flatNameOf } from '../../src/chat/commands/index.ts';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';
import { quickAnswer } from './billing-behaviour.ts';
import { hostileKey, hostileText } from './hostile-text.ts';

/** Something that a person does on Telegram. */
export type TelegramEvent =
  | { readonly kind: 'text'; readonly text: string; readonly group: boolean; readonly reply: boolean }
  | { readonly kind: 'photo'; readonly caption: string; readonly group: boolean }
  | { readonly kind: 'edit'; readonly before: string; readonly after: string; readonly group: boolean }
  | { readonly kind: 'key'; readonly key: string; readonly behaviour: Behaviour }
  | { readonly kind: 'press'; readonly parts: readonly string[] | string }
  /** A message or a correction of any content. */
  | {
      readonly kind: 'raw';
      readonly update: 'message' | 'edited_message';
      readonly content: Partial<Message>;
      readonly group: boolean;
    };

/** Told apart from all else that is done, so that a test knows by it that the rest is over. */
export const LAST_COMMAND = 'privacy';

const commandName = fc.constantFrom(
  ...COMMANDS.flatMap((command) => flatNameOf(command) ?? []).filter((name) => name !== LAST_COMMAND),
  'balances',
  '__proto__',
);
const commandText = fc
  .tuple(
    commandName,
    fc.constantFrom('', '@sandbox_bot', '@other_bot'),
    fc.constantFrom(' ', '\n', '  '),
    fc.oneof(hostileText(2000), hostileKey, fc.constant('')),
  )
  .map(([name, to, space, argument]) => `/${name}${to}${space}${argument}`.slice(0, 4096));
const anyText = fc.oneof(hostileText(), commandText, hostileKey);

/** An id as the bot makes them, wrong in a part or two; the owner is put behind it. */
const idParts = fc.tuple(
  fc.constantFrom('1', '1', '1', '2', ''),
  fc.constantFrom(...COMMANDS.map(({ name }) => name), 'constructor'),
  fc.constantFrom(...COMMANDS.flatMap(({ presses }) => Object.keys(presses ?? {})), 'form', '__proto__'),
  fc.constantFrom('', 'zh-CN', 'en', 'unreadable', 'zQ7kX9vB2mW4', '../..'),
);

const entity: fc.Arbitrary<MessageEntity> = fc.record({
  type: fc.constantFrom('bot_command' as const, 'mention' as const, 'code' as const, 'url' as const),
  offset: fc.oneof(fc.constant(0), fc.integer({ min: -5, max: 5000 })),
  length: fc.integer({ min: -5, max: 5000 }),
});
const entities = fc.array(entity, { maxLength: 3 });
const someone = hostileText(64).map((first_name) => ({ id: 777_000, is_bot: false, first_name }));
const dateOnly = fc.nat();

const content: fc.Arbitrary<Partial<Message>> = fc.oneof(
  fc.record({ text: anyText, entities }),
  fc.record({ caption: hostileText(1024), caption_entities: entities, photo: fc.constant<PhotoSize[]>([]) }),
  fc.record({
    sticker: hostileText(50).map((name) => ({
      file_id: name,
      file_unique_id: name,
      type: 'regular' as const,
      width: 1,
      height: 1,
      is_animated: false,
      is_video: false,
      emoji: name,
    })),
  }),
  fc.record({ contact: hostileText(50).map((first_name) => ({ phone_number: first_name, first_name })) }),
  fc.record({ location: fc.record({ latitude: fc.double(), longitude: fc.double() }) }),
  fc.record({ dice: fc.record({ emoji: hostileText(20), value: fc.integer() }) }),
  fc.record({ new_chat_members: fc.array(someone), new_chat_title: hostileText(100) }),
  fc.record({ left_chat_member: someone }),
  fc.record({
    text: anyText,
    forward_origin: fc.record({ type: fc.constant('user' as const), date: dateOnly, sender_user: someone }),
  }),
  fc.record({
    text: anyText,
    quote: fc.record({ text: hostileText(200), position: fc.nat() }),
    via_bot: someone,
  }),
  fc.constant({}),
);

const group = fc.boolean();

export const telegramEvent: fc.Arbitrary<TelegramEvent> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: anyText, group, reply: fc.boolean() }),
  fc.record({
    kind: fc.constant('photo' as const),
    caption: fc.oneof(fc.constant(''), hostileText(1024)),
    group,
  }),
  fc.record({ kind: fc.constant('edit' as const), before: anyText, after: anyText, group }),
  fc.record({ kind: fc.constant('key' as const), key: hostileKey, behaviour: quickAnswer }),
  fc.record({ kind: fc.constant('press' as const), parts: fc.oneof(idParts, hostileText(64)) }),
  fc.record({
    kind: fc.constant('raw' as const),
    update: fc.constantFrom('message' as const, 'edited_message' as const),
    content,
    group,
  }),
);

export const telegramPerson = fc.record(
  {
    firstName: hostileText(64),
    username: hostileText(32),
    languageCode: fc.oneof(fc.constantFrom('en', 'zh-hans', 'zh', ''), hostileText(35)),
  },
  { requiredKeys: ['firstName'] },
);
