import { ApplicationCommandOptionType } from 'discord.js';
import type { ValueOption } from './commands.ts';

/** Values that a person gives to a command's options, by name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** What a person is typing into an option that has autocomplete. */
export interface Typing {
  readonly option: string;
  readonly value: string;
}

/** The options of a command with their values. Throws where Discord's client would not send them. */
export function filledOptions(options: readonly ValueOption[], values: OptionValues): object[] {
  checkNames(options, Object.keys(values));
  return options.flatMap((option) => {
    const { name, type, required } = option;
    const value = values[name];
    if (value === undefined && required) throw new Error(`the option ${name} is required`);
    return value === undefined ? [] : [{ name, type, value: checkedValue(option, value) }];
  });
}

/** As {@link filledOptions}, while one of the options is being typed; what is required may still be missing. */
export function typedOptions(
  options: readonly ValueOption[],
  values: OptionValues,
  typing: Typing,
): object[] {
  checkNames(options, [...Object.keys(values), typing.option]);
  return options.flatMap((option) => {
    const { name, type } = option;
    if (name === typing.option) {
      if (!('autocomplete' in option && option.autocomplete)) throw new Error(`${name} has no autocomplete`);
      return [{ name, type, value: typing.value, focused: true }];
    }
    const value = values[name];
    return value === undefined ? [] : [{ name, type, value: checkedValue(option, value) }];
  });
}

function checkNames(options: readonly ValueOption[], names: readonly string[]): void {
  const unknown = names.find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}`);
}

function checkedValue(option: ValueOption, value: string | number | boolean): string | number | boolean {
  if (!isOfType(option, value)) throw new Error(`${option.name} does not take ${JSON.stringify(value)}`);
  const choices = 'choices' in option ? option.choices : undefined;
  if (choices?.length && !choices.some((choice) => choice.value === value)) {
    throw new Error(`${value} is no choice of ${option.name}`);
  }
  return value;
}

function isOfType(option: ValueOption, value: string | number | boolean): boolean {
  switch (option.type) {
    case ApplicationCommandOptionType.String:
      return typeof value === 'string' && isWithin(value.length, option.min_length ?? 1, option.max_length);
    case ApplicationCommandOptionType.Integer:
      return Number.isSafeInteger(value) && isWithin(Number(value), option.min_value, option.max_value);
    case ApplicationCommandOptionType.Number:
      return typeof value === 'number' && isWithin(value, option.min_value, option.max_value);
    case ApplicationCommandOptionType.Boolean:
      return typeof value === 'boolean';
  }
}

function isWithin(number: number, least = -(2 ** 53), most = 2 ** 53): boolean {
  return number >= least && number <= most;
}
