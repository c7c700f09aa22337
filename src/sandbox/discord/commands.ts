import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
} from 'discord.js';
import { z } from 'zod';
import { numberChoices, stringChoices } from './choices.ts';
import { invalidForm } from './errors.ts';
import { snowflake } from './snowflake.ts';
import { validate } from './validation.ts';

// Rules: Discord documentation, "Application commands": naming, option structure.
const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u)
  .refine((text) => text === text.toLowerCase(), 'must be lower case');
const description = z.string().min(1).max(100);
const named = {
  name,
  name_localizations: z.partialRecord(z.enum(Locale), name).nullish(),
  description,
  description_localizations: z.partialRecord(z.enum(Locale), description).nullish(),
};

const common = { ...named, required: z.boolean().optional() };
const autocomplete = z.boolean().optional();

const valueOption = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal(ApplicationCommandOptionType.String),
      ...common,
      choices: stringChoices.optional(),
      autocomplete,
      min_length: z.int().min(0).max(6000).optional(),
      max_length: z.int().min(1).max(6000).optional(),
    }),
    z.object({
      type: z.literal(ApplicationCommandOptionType.Integer),
      ...common,
      choices: numberChoices.optional(),
      autocomplete,
      min_value: z.int().optional(),
      max_value: z.int().optional(),
    }),
    z.object({
      type: z.literal(ApplicationCommandOptionType.Number),
      ...common,
      choices: numberChoices.optional(),
      autocomplete,
      min_value: z.number().optional(),
      max_value: z.number().optional(),
    }),
    z.object({ type: z.literal(ApplicationCommandOptionType.Boolean), ...common }),
  ])
  .refine(
    (option) => !('autocomplete' in option && option.autocomplete && option.choices?.length),
    'An option with choices has no autocomplete',
  );

const valueOptions = z
  .array(valueOption)
  .max(25)
  .refine(
    (options) =>
      options.every(
        ({ required }, index) => !required || options.slice(0, index).every((each) => each.required),
      ),
    'Required options must be placed before non-required options',
  );

const subcommand = z.object({
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  ...named,
  options: valueOptions.optional(),
});

const command = z.object({
  type: z.literal(1).optional(),
  ...named,
  options: z.union([z.array(subcommand).max(25), valueOptions]).optional(),
  contexts: z.array(z.enum(InteractionContextType)).nullish(),
  integration_types: z.array(z.enum(ApplicationIntegrationType)).nullish(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
});

export type ValueOption = z.output<typeof valueOption>;
export type Subcommand = z.output<typeof subcommand>;

/** A command as Discord keeps it. */
export interface RegisteredCommand extends z.output<typeof command> {
  readonly id: string;
  readonly application_id: string;
  readonly version: string;
  readonly guild_id?: string;
}

/** The commands of one application: global ones, and those of each server. */
export class CommandRegistry {
  readonly #applicationId: string;
  readonly #byScope = new Map<string, readonly RegisteredCommand[]>();

  constructor(applicationId: string) {
    this.#applicationId = applicationId;
  }

  list(guildId = ''): readonly RegisteredCommand[] {
    return this.#byScope.get(guildId) ?? [];
  }

  /** Replaces all commands of a scope. @throws DiscordRefusal where one of them breaks a rule */
  overwrite(body: unknown, guildId = ''): readonly RegisteredCommand[] {
    const commands = validate(z.array(command).max(100), body);
    const names = commands.map((each) => each.name);
    if (new Set(names).size < names.length) {
      throw invalidForm([
        { code: 'custom', path: ['name'], message: 'Application command names must be unique' },
      ]);
    }
    if (guildId && commands.some(({ contexts, integration_types: types }) => contexts || types)) {
      throw invalidForm([
        { code: 'custom', path: ['contexts'], message: 'Contexts are for global commands' },
      ]);
    }
    const registered = commands.map((each) => ({
      default_member_permissions: null,
      ...each,
      id: snowflake(),
      application_id: this.#applicationId,
      version: snowflake(),
      type: 1 as const,
      nsfw: false,
      ...(guildId ? { guild_id: guildId } : { dm_permission: true }),
    }));
    this.#byScope.set(guildId, registered);
    return registered;
  }
}

/** What the REST API answers; Discord leaves localizations out unless asked for them. */
export function withoutLocalizations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalizations);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => !field.endsWith('_localizations'))
      .map(([field, inner]) => [field, withoutLocalizations(inner)]),
  );
}
