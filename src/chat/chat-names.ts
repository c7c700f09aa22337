import { type Identity, type Platform, platformOf } from '../identity.ts';
import type { Locale } from './locale.ts';

/** What the platforms call themselves, in every language. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  discord: 'Discord',
  telegram: 'Telegram',
};

/** Chats by their platforms alone: `Discord and Telegram`, or `Telegram (2)`. */
export function chatNames(users: readonly Identity[], locale: Locale): string {
  const platforms = users.map(platformOf);
  const names = [...new Set(platforms)].map((platform) => {
    const count = platforms.filter((each) => each === platform).length;
    return count === 1 ? PLATFORM_NAMES[platform] : `${PLATFORM_NAMES[platform]} (${count})`;
  });
  return new Intl.ListFormat(locale).format(names);
}
