import { ApplicationCommandOptionType, ApplicationCommandType, ComponentType } from 'discord.js';
import fc from 'fast-check';
import { COMMANDS } from '../../src/chat/commands/index.ts';
import { FORM_FIELD } from '../../src/discord/render.ts';
import { hostileKey, hostileText, MARK } from './hostile-text.ts';

/** An id of Discord. */
export const snowflake = fc.bigInt({ min: 10n ** 17n, max: 10n ** 18n }).map(String);
const roots = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? ''))];
const children = [...new Set(COMMANDS.flatMap(({ name }) => name.split(' ')[1] ?? []))];

const valueOption = fc.oneof(
  fc.record({
    name: fc.constantFrom('language', 'key', '__proto__'),
    type: fc.constant(ApplicationCommandOptionType.String),
    value: fc.oneof(fc.constantFrom('zh-CN', 'en'), hostileText(), hostileKey),
  }),
  fc.record({
    name: fc.constant('language'),
    type: fc.constant(ApplicationCommandOptionType.Number),
    value: fc.double(),
  }),
  fc.record({
    name: fc.constant('language'),
    type: fc.constant(ApplicationCommandOptionType.Boolean),
    value: fc.boolean(),
  }),
);
const options = fc.oneof(
  fc.array(valueOption, { maxLength: 2 }),
  fc
    .record({
      name: fc.oneof(fc.constantFrom(...children), hostileText(32)),
      type: fc.constant(ApplicationCommandOptionType.Subcommand),
      options: fc.array(valueOption, { maxLength: 2 }),
    })
    .map((subcommand) => [subcommand]),
);
/** A slash command, known or not, with options that it takes or not. */
export const command = fc.record({
  data: fc.record({
    id: snowflake,
    name: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...roots) },
      fc.constant('__proto__'),
      hostileText(32),
    ),
    type: fc.constant(ApplicationCommandType.ChatInput),
    options,
  }),
});
/** A command of the menu on a person. */
export const onUser = snowflake.map((id) => ({
  data: {
    id,
    name: MARK,
    type: ApplicationCommandType.User,
    target_id: id,
    resolved: { users: { [id]: { id, username: MARK, discriminator: '0', avatar: null } } },
  },
}));

const customId = fc.oneof(hostileText(100), fc.constantFrom('', '1|key set|form||', 'constructor'));
export const button = fc.record({
  data: fc.record({ component_type: fc.constant(ComponentType.Button), custom_id: customId }),
});
export const menu = fc.record({
  data: fc.record({
    component_type: fc.constantFrom(
      ComponentType.StringSelect,
      ComponentType.UserSelect,
      ComponentType.RoleSelect,
      ComponentType.MentionableSelect,
      ComponentType.ChannelSelect,
    ),
    custom_id: customId,
    values: fc.array(snowflake, { maxLength: 3 }),
    resolved: fc.constant({}),
  }),
});

const textInput = fc.record({
  type: fc.constant(ComponentType.TextInput),
  id: fc.nat(),
  custom_id: fc.oneof(fc.constant(FORM_FIELD), hostileText(100)),
  value: fc.oneof(
    hostileText(4000),
    hostileKey.map((key) => key.slice(0, 4000)),
  ),
});
const stringSelect = fc.record({
  type: fc.constant(ComponentType.StringSelect),
  id: fc.nat(),
  custom_id: fc.constant(FORM_FIELD),
  values: fc.array(hostileText(100), { maxLength: 2 }),
});
const modalRow = fc.oneof(
  {
    weight: 3,
    arbitrary: textInput.map((input) => ({ type: ComponentType.ActionRow, id: 1, components: [input] })),
  },
  fc.oneof(textInput, stringSelect).map((component) => ({ type: ComponentType.Label, id: 1, component })),
  fc.constant({ type: ComponentType.TextDisplay, id: 1 }),
);
/** A form that was filled in, of this version or another. */
export const modal = fc.record({
  data: fc.record({ custom_id: customId, components: fc.array(modalRow, { maxLength: 2 }) }),
});
