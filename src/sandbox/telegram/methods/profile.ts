import { badRequest } from '../errors.ts';
import type { Localized } from '../localized.ts';
import type { Params } from '../params.ts';
import { readLanguageCode } from './commands.ts';
import { type Methods, method } from './method.ts';

const MAX_NAME = 64;
const MAX_DESCRIPTION = 512;
const MAX_SHORT_DESCRIPTION = 120;

export const profileMethods: Methods = {
  getMe: method('', ({ network }) => network.bot),

  setMyName: method('name language_code', ({ network, params }) => {
    return set(network.names, params, 'name', MAX_NAME);
  }),
  getMyName: method('language_code', ({ network, params }) => ({
    name: network.names.get(readLanguageCode(params)) || network.bot.first_name,
  })),

  setMyDescription: method('description language_code', ({ network, params }) => {
    return set(network.descriptions, params, 'description', MAX_DESCRIPTION);
  }),
  getMyDescription: method('language_code', ({ network, params }) => ({
    description: network.descriptions.get(readLanguageCode(params)),
  })),

  setMyShortDescription: method('short_description language_code', ({ network, params }) => {
    return set(network.shortDescriptions, params, 'short_description', MAX_SHORT_DESCRIPTION);
  }),
  getMyShortDescription: method('language_code', ({ network, params }) => ({
    short_description: network.shortDescriptions.get(readLanguageCode(params)),
  })),
};

/** The limits are documented; the words of Telegram's refusal are not, so these are the sandbox's own. */
function set(values: Localized, params: Params, field: string, maxLength: number): true {
  const value = params.text(field) ?? '';
  if (value.length > maxLength) throw badRequest(`${field} must not exceed ${maxLength} characters`);
  values.set(readLanguageCode(params), value);
  return true;
}
