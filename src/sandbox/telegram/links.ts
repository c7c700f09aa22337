/** A link as Telegram keeps it, or why it is none. */
export interface CheckedLink {
  readonly url?: string;
  readonly problem?: 'Wrong HTTP URL' | 'Unsupported URL protocol';
}

/**
 * What TDLib's `LinkManager::check_link` says of a link: a protocol is optional, only http, https, tg and ton are
 * known, and a host must have a dot, so that localhost is refused.
 */
export function checkedLink(link: string): CheckedLink {
  const withProtocol =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(link) || /^(?:tg|ton):/i.test(link) ? link : `http://${link}`;
  if (!URL.canParse(withProtocol)) return { problem: 'Wrong HTTP URL' };
  const url = new URL(withProtocol);
  if (url.protocol === 'tg:' || url.protocol === 'ton:') return { url: withProtocol };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { problem: 'Unsupported URL protocol' };
  const hasDot = url.hostname.includes('.') || url.hostname.startsWith('[');
  return hasDot && !/\s/.test(link) ? { url: url.href } : { problem: 'Wrong HTTP URL' };
}
