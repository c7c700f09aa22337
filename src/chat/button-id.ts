import type { Identity } from '../identity.ts';
import type { Action } from './reply.ts';

/**
 * The id that a button carries: all that is needed to answer it later, also after a restart.
 *
 * Telegram allows 64 bytes (Bot API, `callback_data`) and Discord 100 characters (`custom_id`), so the parts
 * are short. The version grows when ids change their meaning; older ones are then told apart, not misread.
 */
const VERSION = '1';
const SEPARATOR = '|';

/** The press that opens a command's form. An adapter answers it, since a form must be the first answer. */
export const FORM_PRESS = 'form';

export type ParsedButtonId =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'foreign' };

/** The id of a button that only `user` may press. */
export function buttonId(user: Identity, { command, press, argument = '' }: Action): string {
  return [VERSION, command, press, escapeArgument(argument), ownerOf(user)].join(SEPARATOR);
}

/** Reads an id back for the user who pressed. */
export function parseButtonId(user: Identity, id: string): ParsedButtonId {
  const [version, command, press, argument, owner, ...rest] = id.split(SEPARATOR);
  if (version !== VERSION || !command || !press || owner === undefined || rest.length > 0) {
    return { kind: 'outdated' };
  }
  if (owner !== ownerOf(user)) return { kind: 'foreign' };
  if (!argument) return { kind: 'action', action: { command, press } };
  const unescaped = unescapeArgument(argument);
  return escapeArgument(unescaped) === argument
    ? { kind: 'action', action: { command, press, argument: unescaped } }
    : { kind: 'outdated' };
}

/**
 * People may have named their keys with the separator. It takes two characters then, so that the longest name still
 * fits into the id of a form.
 */
function escapeArgument(argument: string): string {
  return argument.replaceAll('¦', '¦2').replaceAll(SEPARATOR, '¦1');
}

function unescapeArgument(argument: string): string {
  return argument.replaceAll('¦1', SEPARATOR).replaceAll('¦2', '¦');
}

function ownerOf(user: Identity): string {
  return user.slice(user.indexOf(':') + 1);
}
