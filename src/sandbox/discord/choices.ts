import { Locale } from 'discord.js';
import { z } from 'zod';
import { validate } from './validation.ts';

// Rules: Discord documentation, "Application command option choice" and "Autocomplete".
const label = z.string().min(1).max(100);

/** The choices of a command's option, or those offered while a person types. */
const choices = <Value extends z.ZodType>(value: Value) =>
  z
    .array(
      z.object({
        name: label,
        name_localizations: z.partialRecord(z.enum(Locale), label).nullish(),
        value,
      }),
    )
    .max(25);

export const stringChoices = choices(z.string().min(1).max(100));
export const numberChoices = choices(z.number());

const autocompletion = z.object({ choices: z.union([stringChoices, numberChoices]).nullish() });

export type AutocompleteChoice = z.output<typeof stringChoices | typeof numberChoices>[number];

/** @throws DiscordRefusal for what Discord would not offer */
export function validateChoices(data: unknown): readonly AutocompleteChoice[] {
  return validate(autocompletion, data).choices ?? [];
}
