import type { App } from './app.ts';
import { type Config, ConfigError, ownEnvironment, parseConfig } from './config.ts';
import { EXIT_CONFIG, explainProblems, explainStore } from './exit.ts';
import { collectWhenIdle } from './idle-collection.ts';
import { createLog, describeError } from './log.ts';
import type { ProxyServer } from './proxy/proxy-server.ts';

const config = readConfig();
const log = createLog({ level: config.logLevel, secrets: config.secrets });

// Node would print the whole exception, and those of HTTP libraries hold requests with tokens in them.
process.on('uncaughtException', (error) => {
  log.fatal({ error: describeError(error) }, 'an exception that nobody caught');
  process.exit(1);
});

try {
  if (config.discord && config.proxy) await leadGateway(config.proxy);
  // Not before the configuration is read: loading everything takes a second, and what is wrong can be said at once.
  const { startApp } = await import('./app.ts');
  const app = await startApp(config, log);
  stopOnSignals(app);
  collectWhenIdle(() => app.quietSince());
  await app.abandoned;
  log.fatal('no platform is left to run on');
  await app.stop();
  process.exit(1);
} catch (error) {
  log.fatal({ error: describeError(error) }, explainStore(error) ?? 'the start failed');
  process.exit(1);
}

/** Before discord.js is loaded, which `app.ts` does. */
async function leadGateway(proxy: ProxyServer): Promise<void> {
  const { platformRoute } = await import('./platform-network.ts');
  const { leadGatewayThrough } = await import('./discord/gateway-proxy.ts');
  leadGatewayThrough(platformRoute(proxy, log));
}

function readConfig(): Config {
  try {
    return parseConfig(ownEnvironment());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${explainProblems(error)}\n`);
    process.exit(EXIT_CONFIG);
  }
}

function stopOnSignals(app: App): void {
  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping');
    await app.stop();
    log.info('stopped');
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
