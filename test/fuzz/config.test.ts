import fc from 'fast-check';
import { expect } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';
import { environment, SECRET_VARIABLES } from '../../src/environment.ts';
import { fileVariableOf } from '../../src/secret-files.ts';
import { hostileText, MARK } from './hostile-text.ts';
import { fuzz } from './property.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Stands in secrets only. */
const SECRET_MARK = 'hJ4pL8wQ1xC6';

const encryptionKey = fc
  .tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom('hex', 'base64', 'base64url'))
  .map(([bytes, encoding]) => Buffer.from(bytes).toString(encoding as BufferEncoding));

const telegramToken = fc.stringMatching(/^\d{8,10}:[\w-]{35}$/);

const ring = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom('old:', 'new:', 'x:', '', ':', 'a b:'),
        fc.oneof(encryptionKey, fc.constantFrom('short', '')),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.constantFrom(',', ', ', '\n', ',,'),
    fc.constantFrom('', ',', '\n'),
  )
  .map(([entries, between, end]) => entries.map((entry) => entry.join('')).join(between) + end);

const secretValue = fc.oneof(
  telegramToken,
  { weight: 3, arbitrary: ring },
  { weight: 3, arbitrary: encryptionKey },
  fc.stringMatching(/^\d{8,10}:[\w-]{30,40}$/),
  fc.stringMatching(/^[\w-]{20,30}\.[\w-]{6}\.[\w-]{30,40}$/),
  hostileText(300).map((text) => text.replaceAll(MARK, SECRET_MARK)),
);

const plainValue = fc.oneof(
  hostileText(300),
  fc.webUrl(),
  fc.double().map(String),
  fc.integer().map(String),
  fc.constantFrom(
    '',
    ' ',
    'sqlite://',
    'sqlite://x',
    'info',
    'http://127.0.0.1:1/',
    'http://[::1]',
    'https://',
    'javascript:alert(1)',
  ),
);

const SECRETS: ReadonlySet<string> = new Set(SECRET_VARIABLES);
const env: fc.Arbitrary<Environment> = fc.record(
  Object.fromEntries([
    ...Object.keys(environment.shape).map((name) => [name, SECRETS.has(name) ? secretValue : plainValue]),
    // A secret in the place of the path to it. Other texts there are taken for paths.
    ['ENCRYPTION_KEY_FILE', encryptionKey],
    ['TELEGRAM_TOKEN_FILE', telegramToken],
  ]),
  { requiredKeys: [] },
);

/** The stretches of a secret that stand nowhere else. */
function tellingParts(secret: string): string[] {
  return secret.includes(SECRET_MARK) ? [SECRET_MARK] : (secret.match(/[\w+/=-]{20,}/g) ?? []);
}

function check(given: Environment): void {
  try {
    // The log blots these out wherever they come up, so none may be short.
    for (const secret of parseConfig(given).secrets) expect(secret.reveal().length).toBeGreaterThan(20);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    const variables = SECRET_VARIABLES.flatMap((name) => [name, fileVariableOf(name)]);
    const secrets = variables.flatMap((name) => tellingParts(given[name] ?? ''));
    for (const secret of secrets) expect(error.message.includes(secret)).toBe(false);
  }
}

fuzz('any environment', (property) => {
  property('is a configuration, or gives problems without a secret', 0.04, env, check);

  const onlySecrets = fc.record({ TELEGRAM_TOKEN: telegramToken, ENCRYPTION_KEYS: ring });
  property('of secrets is too', 0.02, onlySecrets, check);
});
