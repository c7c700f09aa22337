import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource, type FluentVariable, type Message } from '@fluent/bundle';
import { LOCALES, type Locale } from './locale.ts';

export type TextArguments = Readonly<Record<string, string | number>>;

/** Gives the text of that name in one language. Throws where the text or one of its variables is missing: a bug. */
export type Say = (id: string, args?: TextArguments) => string;

type Pattern = NonNullable<Message['value']>;

/** Everything that the bot says and is called, in every language, from `locales/*.ftl`. */
export interface Texts {
  in(locale: Locale): Say;
}

/** Reads the Fluent files beside this module. */
export function loadTexts(): Texts {
  const sayers = new Map(LOCALES.map((locale) => [locale, sayer(locale)]));
  return {
    in(locale) {
      const say = sayers.get(locale);
      if (say === undefined) throw new Error(`no texts for ${locale}`);
      return say;
    },
  };
}

function sayer(locale: Locale): Say {
  // Isolation marks around variables would reach the chat as invisible characters, inside keys and links too.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const source = readFileSync(new URL(`./locales/${locale}.ftl`, import.meta.url), 'utf8');
  const [syntaxError] = bundle.addResource(new FluentResource(source));
  if (syntaxError) throw syntaxError;
  const patterns = new Map<string, Pattern>();
  const patternOf = (id: string): Pattern => {
    const known = patterns.get(id);
    if (known !== undefined) return known;
    const [name = '', attribute] = id.split('.');
    const message = bundle.getMessage(name);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    if (!pattern) throw new Error(`no text ${id} in ${locale}`);
    patterns.set(id, pattern);
    return pattern;
  };
  const format = (id: string, args: TextArguments): string => {
    const errors: Error[] = [];
    const text = bundle.formatPattern(patternOf(id), withoutMarkup(args), errors);
    if (errors[0]) throw errors[0];
    return text;
  };
  // Most texts have no variables, and are as they were the first time.
  const constants = new Map<string, string>();
  return (id, args) => {
    if (args !== undefined) return format(id, args);
    const known = constants.get(id);
    if (known !== undefined) return known;
    const text = format(id, {});
    constants.set(id, text);
    return text;
  };
}

/** A variable's own backticks and asterisks must not count as the markup of the text around it. */
function withoutMarkup(args: TextArguments): Record<string, FluentVariable> {
  const variables: Record<string, FluentVariable> = {};
  for (const [name, value] of Object.entries(args))
    variables[name] =
      typeof value === 'string' && /[`*]/.test(value)
        ? value.replaceAll('`', 'ˋ').replaceAll('**', '∗∗')
        : value;
  return variables;
}
