import { describe, expect, it } from 'vitest';
import { parseProxyUrl } from '../../src/proxy/proxy-server.ts';

describe('the address of a proxy', () => {
  it.each([
    ['http://127.0.0.1:3128', { protocol: 'http', host: '127.0.0.1', port: 3128 }],
    ['https://proxy.example.com/', { protocol: 'https', host: 'proxy.example.com', port: 443 }],
    ['socks5://[::1]', { protocol: 'socks5', host: '::1', port: 1080 }],
    ['socks5h://proxy.example.com:9', { protocol: 'socks5', host: 'proxy.example.com', port: 9 }],
  ])('is read from %s', (url, expected) => {
    expect(parseProxyUrl('PROXY_URL', url)).toMatchObject({
      ...expected,
      credentials: undefined,
      secrets: [],
    });
  });

  it('holds the user and the password, percent-encoded, and says how they look on their way', () => {
    const { credentials, secrets } =
      parseProxyUrl('PROXY_URL', 'http://ann%40home:two%20words%3A%25@127.0.0.1:3128') ?? {};
    expect([credentials?.user, credentials?.password.reveal()]).toEqual(['ann@home', 'two words:%']);
    expect(secrets?.map((secret) => secret.reveal())).toEqual([
      'http://ann%40home:two%20words%3A%25@127.0.0.1:3128',
      Buffer.from('ann@home:two words:%').toString('base64'),
      'two%20words%3A%25',
      'two words:%',
    ]);
  });

  it('does not have the log blot out short words', () => {
    const { secrets = [] } = parseProxyUrl('PROXY_URL', 'http://ann:info@127.0.0.1:3128') ?? {};
    expect(secrets.map((secret) => secret.reveal())).not.toContain('info');
  });

  it.each([
    '127.0.0.1:3128',
    'ftp://127.0.0.1',
    'socks4://127.0.0.1',
    'http://127.0.0.1/path',
    'http://127.0.0.1?query',
    'socks5://',
    'http://ann:100%@127.0.0.1',
    `socks5://ann:${'x'.repeat(256)}@127.0.0.1`,
  ])('is not read from %s', (url) => {
    expect(parseProxyUrl('PROXY_URL', url)).toBeUndefined();
  });
});
