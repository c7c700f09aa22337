import type { Identity, Owner, Platform } from '../identity.ts';
import { KINDS, type Kind } from './kinds.ts';

const PLATFORMS: readonly Platform[] = ['discord', 'telegram'];

/** How records were named before there was an index key: the user in the clear. */
export function legacyNameOf(kind: Kind, user: Owner): string {
  return `${kind}:${user}`;
}

/** What the names of all such records begin with. */
export const LEGACY_PREFIXES: readonly string[] = KINDS.flatMap((kind) =>
  PLATFORMS.map((platform) => `${kind}:${platform}:`),
);

/** The kind and the user that a name tells in the clear; `undefined` for any other name. */
export function parseLegacyName(name: string): { kind: Kind; user: Identity } | undefined {
  const [word, platformWord, id, ...rest] = name.split(':');
  const kind = KINDS.find((each) => each === word);
  const platform = PLATFORMS.find((each) => each === platformWord);
  if (kind === undefined || platform === undefined || !id || rest.length > 0) return undefined;
  return { kind, user: `${platform}:${id}` };
}
