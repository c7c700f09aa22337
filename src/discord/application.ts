import { type REST, type RESTGetCurrentApplicationResult, Routes } from 'discord.js';

/** What Discord says of the bot's own application, as far as it matters here. */
export interface OwnApplication {
  readonly id: string;
  /** The key of the signatures on interactions that come by HTTP, in hex. */
  readonly publicKey: string;
  /** Where Discord delivers interactions; over the gateway without it. */
  readonly endpointUrl: string | undefined;
  /** Discord's user object of the bot. */
  readonly bot: RESTGetCurrentApplicationResult['bot'];
  readonly flags: RESTGetCurrentApplicationResult['flags'];
}

/** Asks who the bot is. Rejects as discord.js's REST client does. */
export async function readApplication(rest: REST): Promise<OwnApplication> {
  const found = (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult;
  return {
    id: found.id,
    publicKey: found.verify_key,
    endpointUrl: found.interactions_endpoint_url ?? undefined,
    bot: found.bot,
    flags: found.flags,
  };
}
