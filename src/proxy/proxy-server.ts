import { blottable } from '../blottable.ts';
import { percentDecoded } from '../percent-decoded.ts';
import { Secret } from '../secret.ts';

/** The ports where nothing else is said. */
const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 } as const;

/** RFC 1929 gives the length of each in one byte. */
const MAX_SOCKS_LENGTH = 255;

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

/** A proxy, which is told the names of the hosts to connect to: none is resolved here. */
export interface ProxyServer {
  /** The variable that names it. */
  readonly variable: string;
  readonly protocol: keyof typeof DEFAULT_PORTS;
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials | undefined;
  /** The forms that the password has on its way, for the log to blot out. */
  readonly secrets: readonly Secret[];
}

/** Reads `http://`, `https://`, `socks5://` or `socks5h://` with a host and no path; `undefined` when it is none. */
export function parseProxyUrl(variable: string, text: string): ProxyServer | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const protocol = protocolOf(url);
  if (protocol === undefined || url.hostname === '' || !/^\/?$/.test(url.pathname + url.search + url.hash))
    return undefined;
  const user = percentDecoded(url.username);
  const password = percentDecoded(url.password);
  if (user === undefined || password === undefined) return undefined;
  if (protocol === 'socks5' && [user, password].some((each) => Buffer.byteLength(each) > MAX_SOCKS_LENGTH))
    return undefined;
  const credentials = user === '' && password === '' ? undefined : { user, password: new Secret(password) };
  return {
    variable,
    protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || DEFAULT_PORTS[protocol],
    credentials,
    secrets: credentials ? blottable([text, basicCredentials(credentials), url.password, password]) : [],
  };
}

/** `user:password` as the Basic scheme has it (RFC 7617). */
export function basicCredentials({ user, password }: Credentials): string {
  return Buffer.from(`${user}:${password.reveal()}`).toString('base64');
}

/** Names are resolved by the proxy in either case, which is what the `h` of `socks5h` asks for. */
function protocolOf({ protocol }: URL): ProxyServer['protocol'] | undefined {
  switch (protocol) {
    case 'http:':
      return 'http';
    case 'https:':
      return 'https';
    case 'socks5:':
    case 'socks5h:':
      return 'socks5';
    default:
      return undefined;
  }
}
