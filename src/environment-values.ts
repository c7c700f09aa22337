import { z } from 'zod';
import { parseProxyUrl } from './proxy/proxy-server.ts';
import { KeyRingFormatError, parseKeyRing } from './records/key-ring.ts';
import { Secret } from './secret.ts';

export const secret = z.string().transform((value) => new Secret(value));

/** Keys travel to such an address, so it must be private on the way; only this machine may do without TLS. */
export const safeUrl = z.string().refine((text) => {
  const url = parseUrl(text);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}, 'is no https:// address');

/** Discord takes no longer addresses for a button. */
const MAX_URL_LENGTH = 512;

export const webUrl = z
  .string()
  .max(MAX_URL_LENGTH, `is longer than ${MAX_URL_LENGTH} characters`)
  .refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ''), 'is no http(s):// address');

/** grammY takes no slash at the end, and discord.js would double it. */
export const apiRoot = webUrl.transform((text) => text.replace(/\/+$/, ''));

export const seconds = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `is no number of seconds from ${least} to ${most}`,
    })
    .transform(Number);

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `30m`, `1h`, `1d`, or `0`, in milliseconds. */
export const duration = (leastMs: number, mostMs: number, range: string) =>
  z
    .string()
    .transform((text) => {
      const [, amount = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([smhd])$/.exec(text) ?? [];
      return text === '0' ? 0 : Number(amount || Number.NaN) * (UNITS_MS[unit] ?? Number.NaN);
    })
    .refine(
      (ms) => ms === 0 || (ms >= leastMs && ms <= mostMs),
      `is no time from ${range}, such as 30m, and not 0`,
    );

export const whole = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `is no whole number from ${least} to ${most}`,
    })
    .transform(Number);

/** Ids with commas or blanks between. */
export const idList = (id: RegExp, what: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
    .refine((ids) => ids.every((each) => id.test(each)), `is no list of ${what}, with commas between`);

export const keyRing = z.string().transform((text, context) => {
  try {
    const ring = parseKeyRing(text);
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    return { ring, secrets: entries.map((entry) => new Secret(entry.replace(/^.*:/, ''))) };
  } catch (error) {
    if (!(error instanceof KeyRingFormatError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

/** `name=value` pairs with commas between, values percent-encoded, as OpenTelemetry has it for headers. */
export const headers = z.string().transform((text, context) => {
  const pairs = text.split(',').map((pair) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([!-~]+)\s*$/.exec(pair));
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name = '', value = ''] = pair ?? [];
        if (name === '') throw new URIError();
        return [name, new Secret(decodeURIComponent(value))];
      }),
    );
  } catch {
    context.addIssue({ code: 'custom', message: 'is no list of name=value, with commas between' });
    return z.NEVER;
  }
});

/** A proxy, of which the variable is named in what goes wrong with it. */
export const proxy = (variable: string) =>
  z.string().transform((text, context) => {
    const server = parseProxyUrl(variable, text);
    if (server !== undefined) return server;
    context.addIssue({ code: 'custom', message: 'is no http://, https:// or socks5:// address of a proxy' });
    return z.NEVER;
  });

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
