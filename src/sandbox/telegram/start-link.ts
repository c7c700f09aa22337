/**
 * The payload of a deep link to the bot's private chat, '' when it has none; undefined for any other link.
 *
 * @see https://core.telegram.org/bots/features#deep-linking
 */
export function startPayload(link: string, botUsername: string): string | undefined {
  const url = new URL(link);
  const bot = url.protocol === 'tg:' ? url.searchParams.get('domain') : publicName(url);
  const payload = url.searchParams.get('start');
  if (bot?.toLowerCase() !== botUsername.toLowerCase() || payload === null) return undefined;
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(payload)) throw new Error(`Telegram opens no such start link: ${link}`);
  return payload;
}

function publicName(url: URL): string | undefined {
  const telegram = ['t.me', 'telegram.me', 'telegram.dog'].includes(url.hostname);
  return telegram ? url.pathname.slice(1).replace(/\/$/, '') : undefined;
}
