import { DiscordAPIError, GatewayOpcodes, type RawFile, REST, type RouteLike, Routes } from 'discord.js';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { DiscordSandbox, type SandboxOptions } from '../../../src/sandbox/discord/index.ts';

/** A sandbox that stops with the test. */
export async function startSandbox(options?: SandboxOptions): Promise<DiscordSandbox> {
  const sandbox = await DiscordSandbox.start(options);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** discord.js's own REST client, as a bot with the sandbox's token. */
export function createRest({ apiRoot, token }: DiscordSandbox): REST {
  return new REST({
    api: apiRoot,
    version: '10',
    retries: 0,
    // discord.js's own undici sends by whichever undici was loaded first, and another version takes no forms.
    makeRequest: (url, init) => fetch(url, init),
  }).setToken(token);
}

/** What Discord answers to a refused call: HTTP status, code, and what `errors` says of which field. */
export async function refusalOf(call: Promise<unknown>): Promise<[number, number | string, string[]]> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`not refused, but: ${error}`);
  const { errors } = error.rawError as { errors?: unknown };
  return [error.status, error.code, flatten(errors)];
}

/** The paths that `errors` of a refusal names. */
export function flatten(errors: unknown, path: readonly string[] = []): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([field, value]) =>
    field === '_errors' ? [path.join('.')] : flatten(value, [...path, field]),
  );
}

export function file(name: string, data: Buffer | string): RawFile {
  return { name, data };
}

/** A bot's commands, registered for all servers. */
export function register(sandbox: DiscordSandbox, ...commands: object[]): Promise<unknown> {
  const route: RouteLike = `/applications/${sandbox.applicationId}/commands`;
  return createRest(sandbox).put(route, { body: commands });
}

/** Opens a gateway session, to which the interactions go from then on. */
export async function connect(sandbox: DiscordSandbox): Promise<void> {
  const { url } = (await createRest(sandbox).get(Routes.gatewayBot())) as { url: string };
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const identify = { op: GatewayOpcodes.Identify, d: { token: sandbox.token, intents: 0, properties: {} } };
  socket.on('open', () => socket.send(JSON.stringify(identify)));
  await sandbox.waitUntilReady();
}

interface GatewayInteraction {
  readonly id: string;
  readonly token: string;
  readonly app_permissions: string;
  readonly data?: { readonly options?: readonly object[] };
  readonly member?: { readonly permissions: string };
}

/** The last interaction that the bot was told of. */
export function lastInteraction({ dispatches }: DiscordSandbox): GatewayInteraction {
  const found = dispatches.findLast(({ t }) => t === 'INTERACTION_CREATE');
  if (found === undefined) throw new Error('there was no interaction');
  return found.d as GatewayInteraction;
}
