import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * A certificate that vouches for itself, for 127.0.0.1, localhost and {discord,telegram,billing}.invalid, until 2126.
 * Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=…`
 */
export const CERTIFICATE = file('certificate.pem');

export const CERTIFICATE_KEY = file('certificate-key.pem');

/** The certificate and its key, as node:tls takes them. */
export async function certificate(): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  return { cert: await readFile(CERTIFICATE), key: await readFile(CERTIFICATE_KEY) };
}
