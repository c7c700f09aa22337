import { InteractionType, MessageType } from 'discord.js';
import fc from 'fast-check';
import { COMMANDS } from '../../src/chat/commands/index.ts';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';
import { quickAnswer } from './billing-behaviour.ts';
import { button, command, menu, modal, onUser, snowflake } from './discord-interactions.ts';
import { hostileKey, hostileText, MARK } from './hostile-text.ts';

/** Something that a person does on Discord. */
export type DiscordEvent =
  | {
      readonly kind: 'interaction';
      readonly type: number;
      readonly payload: object;
      readonly inGuild: boolean;
      /** Whether it comes from a message, as the use of a component does. */
      readonly component: boolean;
      /** Whether the bot owes it an answer. */
      readonly owed: boolean;
    }
  /** As above; the id is of a button of the person's own. */
  | { readonly kind: 'press'; readonly parts: readonly string[] }
  | { readonly kind: 'message'; readonly content: string; readonly fields: object; readonly owed: boolean }
  | { readonly kind: 'key'; readonly key: string; readonly behaviour: Behaviour; readonly byForm: boolean };

function interaction(
  type: number,
  payload: fc.Arbitrary<object>,
  more: { component?: true; owed?: false } = {},
) {
  return fc.record({
    kind: fc.constant('interaction' as const),
    type: fc.constant(type),
    payload,
    inGuild: fc.boolean(),
    component: fc.constant(more.component ?? false),
    owed: fc.constant(more.owed ?? true),
  });
}

const embeds = fc.array(fc.record({ title: hostileText(256), description: hostileText(1000) }), {
  maxLength: 2,
});
const attachments = fc.array(
  fc.record({
    id: snowflake,
    filename: hostileText(100),
    size: fc.nat(),
    url: hostileText(100),
    proxy_url: hostileText(100),
  }),
  { maxLength: 2 },
);
const usualFields = fc.record(
  { embeds, attachments, type: fc.constantFrom(MessageType.Default, MessageType.Reply) },
  { requiredKeys: [] },
);
const fieldsOfOthers = fc.oneof(
  fc.record({
    type: fc.constantFrom(MessageType.ChannelPinnedMessage, MessageType.Call, MessageType.UserJoin),
  }),
  fc.record({
    author: snowflake.map((id) => ({ id, username: MARK, discriminator: '0', avatar: null, bot: true })),
  }),
);

export const discordEvent: fc.Arbitrary<DiscordEvent> = fc.oneof(
  { weight: 3, arbitrary: interaction(InteractionType.ApplicationCommand, command) },
  interaction(InteractionType.ApplicationCommand, onUser),
  interaction(InteractionType.MessageComponent, button, { component: true }),
  interaction(InteractionType.MessageComponent, menu, { component: true }),
  { weight: 2, arbitrary: interaction(InteractionType.ModalSubmit, modal) },
  interaction(InteractionType.ApplicationCommandAutocomplete, command, { owed: false }),
  interaction(99, command, { owed: false }),
  fc.record({
    kind: fc.constant('press' as const),
    parts: fc.tuple(
      fc.constantFrom('1', '1', '1', '2', ''),
      fc.constantFrom(...COMMANDS.map(({ name }) => name), MARK, 'constructor'),
      fc.constantFrom(
        ...COMMANDS.flatMap(({ presses }) => Object.keys(presses ?? {})),
        'form',
        'form',
        MARK,
        '__proto__',
      ),
      fc.constantFrom('', 'zh-CN', 'en', 'unreadable', MARK),
    ),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('message' as const),
      content: fc.oneof(
        hostileText(4000),
        hostileKey.map((key) => key.slice(0, 4000)),
        fc.constant(''),
      ),
      fields: usualFields,
      owed: fc.constant(true),
    }),
  },
  fc.record({
    kind: fc.constant('message' as const),
    content: hostileText(4000),
    fields: fieldsOfOthers,
    owed: fc.constant(false),
  }),
  fc.record({
    kind: fc.constant('key' as const),
    key: hostileKey.map((key) => key.slice(0, 4000)),
    behaviour: quickAnswer,
    byForm: fc.boolean(),
  }),
);

export const discordPerson = fc.record({
  username: hostileText(32),
  locale: fc.oneof(fc.constantFrom('en-US', 'zh-CN', 'de'), hostileText(10 + MARK.length)),
});
