import { describe, expect, it, type TestContext } from 'vitest';
import { basicCredentials, type ProxyServer } from '../../src/proxy/proxy-server.ts';
import { imageSize } from '../../src/sandbox/image-size.ts';
import { Secret } from '../../src/secret.ts';
import { CERTIFICATE } from '../proxy/certificate.ts';
import { OUTSIDE, PASSWORD, TestProxy, USER } from '../proxy/test-proxy.ts';
import { TlsFront } from '../proxy/tls-front.ts';
import type { BotProcess } from './bot-process.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';
import { ProcessWorld } from './process-world.ts';
import { findSecrets } from './secret-scan.ts';

const NAMES = {
  discord: 'discord.invalid',
  telegram: 'telegram.invalid',
  billing: 'billing.invalid',
} as const;

const CREDENTIALS = [
  PASSWORD,
  JSON.stringify(PASSWORD).slice(1, -1),
  basicCredentials({ user: USER, password: new Secret(PASSWORD) }),
];

const portOf = (url: string) => Number(new URL(url).port);

/** The bot as a process, with everything that it talks to behind TLS, under names that only proxies can resolve. */
class ProxiedWorld {
  readonly fronts: Readonly<Record<keyof typeof NAMES, TlsFront>>;
  readonly world: ProcessWorld;

  private constructor(world: ProcessWorld, fronts: ProxiedWorld['fronts']) {
    this.world = world;
    this.fronts = fronts;
  }

  static async start({ onTestFinished }: TestContext): Promise<ProxiedWorld> {
    const ports = { discord: 0, telegram: 0, billing: 0 };
    const [discord, telegram, billing] = await Promise.all([
      TlsFront.start(() => ports.discord),
      TlsFront.start(() => ports.telegram),
      TlsFront.start(() => ports.billing),
    ]);
    const world = await ProcessWorld.make({
      origin: (port) => {
        ports.discord = port;
        return `https://${NAMES.discord}:${discord.port}`;
      },
    });
    ports.telegram = portOf(world.telegram.apiRoot);
    ports.billing = portOf(world.billing.url);
    const proxied = new ProxiedWorld(world, { discord, telegram, billing });
    onTestFinished(() => proxied.#stop());
    return proxied;
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      ...this.world.environment,
      TELEGRAM_API_ROOT: `https://${this.target('telegram')}`,
      NODE_EXTRA_CA_CERTS: CERTIFICATE,
      // What other programs heed is nothing to this one.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '*',
    };
  }

  target(name: keyof typeof NAMES): string {
    return `${NAMES[name]}:${this.fronts[name].port}`;
  }

  /** Whether every handshake asked for the name that it leads to, as servers that serve several names need it. */
  expectNames(billing: string = NAMES.billing): void {
    const asked = Object.entries(this.fronts).map(([name, { names }]) => [name, [...names]]);
    expect(Object.fromEntries(asked)).toEqual({
      discord: [NAMES.discord],
      telegram: [NAMES.telegram],
      billing: [billing],
    });
  }

  async #stop(): Promise<void> {
    await this.world.stop();
    await Promise.all(Object.values(this.fronts).map((front) => front.stop()));
  }
}

/** A line of the log that warns of what is wrong with a proxy, for that target. */
function warning(target: string, message: string): string {
  return `"target":"${target}","msg":"${message}`;
}

async function startProxy(
  kind: ProxyServer['protocol'],
  { onTestFinished }: TestContext,
): Promise<TestProxy> {
  const proxy = await TestProxy.start(kind);
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** Registers a key, and has a chart drawn, until the bot knows that it came. */
async function newcomers({ world }: ProxiedWorld, bot: BotProcess): Promise<Person[]> {
  return Promise.all(
    PLATFORMS.map(async (platform) => {
      const person = personOn(platform, world);
      await person.register(world.key({ kind: 'good' }));
      expect(await person.command('usage')).toContain('What you have spent');
      expect(imageSize(person.picture()?.png ?? Buffer.of())?.width).toBeGreaterThan(1_000);
      await bot.saying(`"platform":"${platform}","place":"private","command":"usage","outcome":"ok"`);
      return person;
    }),
  );
}

async function expectNoSecret({ world }: ProxiedWorld, bot: BotProcess): Promise<void> {
  expect(await world.leaks()).toEqual([]);
  expect(findSecrets(CREDENTIALS, { output: bot.output })).toEqual([]);
}

it('does not start on Discord where the gateway would be reached around the proxy', async () => {
  const harness = await Harness.prepare();
  await expect(harness.launchApp({ PROXY_URL: 'http://127.0.0.1:9' })).rejects.toThrow(
    /PROXY_URL.*gateway.*directly/,
  );
  await harness.stop();
});

describe('where the platforms are reached through a proxy', () => {
  it('all goes through one of HTTP but the balances, and what is wrong with it is named', async (test) => {
    const proxied = await ProxiedWorld.start(test);
    const proxy = await startProxy('http', test);
    const { world, fronts } = proxied;
    const bot = await world.startReady({
      env: {
        ...proxied.environment,
        PROXY_URL: proxy.url,
        BILLING_URL: `https://localhost:${fronts.billing.port}/v1/billing`,
      },
    });
    const people = await newcomers(proxied, bot);
    proxied.expectNames('localhost');
    expect([...fronts.discord.peers, ...fronts.telegram.peers]).toEqual([OUTSIDE, OUTSIDE]);
    expect([...fronts.billing.peers]).toEqual(['127.0.0.1']);
    expect(new Set(proxy.targets.entries)).toEqual(new Set(PLATFORMS.map((each) => proxied.target(each))));

    const named = (says: (target: string) => string) =>
      Promise.all(
        PLATFORMS.map((platform) => {
          const target = proxied.target(platform);
          return bot.saying(warning(target, `PROXY_URL: the proxy ${proxy.host} ${says(target)}`));
        }),
      );
    proxy.password = 'another';
    proxy.break();
    await named(() => 'refuses the user and the password');
    proxy.password = PASSWORD;
    proxy.connects = false;
    proxy.break();
    await named((target) => `does not connect to ${target} (502)`);
    await proxy.goAway();
    await named(() => 'refuses connections (ECONNREFUSED)');

    proxy.connects = true;
    await proxy.comeBack();
    for (const platform of PLATFORMS) {
      await bot.saying(warning(proxied.target(platform), 'PROXY_URL: the proxy works again'));
    }
    await world.discord.waitUntilReady();
    for (const person of people) expect(await person.command('balance')).toContain('200.53');
    expect([...fronts.discord.peers, ...fronts.telegram.peers]).toEqual([OUTSIDE, OUTSIDE]);
    await expectNoSecret(proxied, bot);
  }, 40_000);

  it('all goes through one of HTTPS that comes late, and the balances through one of SOCKS 5', async (test) => {
    const proxied = await ProxiedWorld.start(test);
    const [proxy, billingProxy] = await Promise.all([startProxy('https', test), startProxy('socks5', test)]);
    await proxy.goAway();
    const { world, fronts } = proxied;
    const bot = world.start({
      ...proxied.environment,
      PROXY_URL: proxy.url,
      BILLING_PROXY_URL: billingProxy.url,
      BILLING_URL: `https://${proxied.target('billing')}/v1/billing`,
    });
    for (const name of ['Discord', 'Telegram']) {
      await bot.saying(
        `${name} could not be reached. PROXY_URL: the proxy ${proxy.host} refuses connections`,
      );
    }
    await proxy.comeBack();
    for (const platform of PLATFORMS) await bot.saying(`"platform":"${platform}","msg":"ready"`);
    const people = await newcomers(proxied, bot);
    proxied.expectNames();
    for (const front of Object.values(fronts)) expect([...front.peers]).toEqual([OUTSIDE]);
    expect(new Set(proxy.targets.entries)).toEqual(new Set(PLATFORMS.map((each) => proxied.target(each))));
    expect(new Set(billingProxy.targets.entries)).toEqual(new Set([proxied.target('billing')]));

    billingProxy.password = 'another';
    billingProxy.break();
    for (const person of people) {
      expect(await person.command('balance')).toContain('The balance service is not answering properly');
    }
    const named = `BILLING_PROXY_URL: the proxy ${billingProxy.host} refuses the user and the password`;
    await bot.saying(warning(proxied.target('billing'), named));
    await bot.saying(`"reason":"proxy (${named})"`);
    billingProxy.password = PASSWORD;
    for (const person of people) expect(await person.command('balance')).toContain('200.53');
    await expectNoSecret(proxied, bot);
  }, 40_000);

  it('all goes through one of SOCKS 5, and the balances through one of HTTP', async (test) => {
    const proxied = await ProxiedWorld.start(test);
    const [proxy, billingProxy] = await Promise.all([startProxy('socks5', test), startProxy('http', test)]);
    const { world, fronts } = proxied;
    const bot = await world.startReady({
      env: {
        ...proxied.environment,
        PROXY_URL: proxy.url.replace('socks5:', 'socks5h:'),
        BILLING_PROXY_URL: billingProxy.url,
        BILLING_URL: `https://${proxied.target('billing')}/v1/billing`,
      },
    });
    const people = await newcomers(proxied, bot);
    proxied.expectNames();
    for (const front of Object.values(fronts)) expect([...front.peers]).toEqual([OUTSIDE]);
    expect(new Set(proxy.targets.entries)).toEqual(new Set(PLATFORMS.map((each) => proxied.target(each))));

    proxy.password = 'another';
    proxy.break();
    for (const platform of PLATFORMS) {
      const message = `PROXY_URL: the proxy ${proxy.host} refuses the user and the password`;
      await bot.saying(warning(proxied.target(platform), message));
    }
    proxy.password = PASSWORD;
    await world.discord.waitUntilReady();
    await billingProxy.goAway();
    for (const person of people) {
      expect(await person.command('balance')).toContain('The balance service is not answering properly');
    }
    const message = `BILLING_PROXY_URL: the proxy ${billingProxy.host} refuses connections (ECONNREFUSED)`;
    await bot.saying(warning(proxied.target('billing'), message));
    await expectNoSecret(proxied, bot);
  }, 40_000);
});
