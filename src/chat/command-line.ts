import type { Command } from './command.ts';
import type { Given } from './request.ts';

/** Chinese keyboards write the colon in full width. */
const NAMED = /^([a-z]+)[:：=](.+)$/is;

/**
 * Reads what was written behind a command, on platforms that have no options: `below:50 days:3`, `off`, `work`.
 *
 * What is not of that form goes, as one text, to the first option that takes text; without one it is dropped.
 */
export function parseCommandLine({ options = [] }: Pick<Command, 'options'>, line: string): Given {
  const given: Record<string, string> = {};
  const rest: string[] = [];
  for (const word of line.split(/\s+/).filter((each) => each !== '')) {
    const [, name = word, value] = NAMED.exec(word) ?? [];
    const option = options.find((each) => each.name === name.toLowerCase());
    if (option !== undefined && value !== undefined) given[option.name] = value;
    else if (option?.type === 'flag') given[option.name] = 'true';
    else rest.push(word);
  }
  const open = options.find(({ name, type }) => type === 'text' && given[name] === undefined);
  if (open !== undefined && rest.length > 0) given[open.name] = rest.join(' ');
  return given;
}
