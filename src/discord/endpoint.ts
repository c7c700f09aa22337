import type { IncomingMessage, ServerResponse } from 'node:http';
import { type APIInteraction, type Client, InteractionResponseType, InteractionType } from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import { AdapterError } from '../adapter.ts';
import { readBody } from '../http/body.ts';
import { answerJson, type Routes } from '../http/server.ts';
import { parseJson } from '../json.ts';
import type { OwnApplication } from './application.ts';
import { EndpointStrategy } from './endpoint-strategy.ts';
import type { Intake } from './intake.ts';
import { SignatureCheck } from './signature.ts';

export interface EndpointOptions {
  readonly kind: 'http';
  /** Of the application, in hex. */
  readonly publicKey: string;
}

/** Much more than Discord sends: a pressed button brings its message along, which holds some ten thousand letters. */
const MAX_BODY_BYTES = 256 * 1024;

const PATH = '/discord/interactions';

/** What every interaction has; discord.js reads the rest. */
const envelope = z.looseObject({
  id: z.string(),
  application_id: z.string(),
  token: z.string(),
  type: z.int(),
  entitlements: z.array(z.unknown()),
});

const ping = z.looseObject({ type: z.literal(InteractionType.Ping) });

/**
 * The endpoint to which Discord sends interactions, each in a request of its own, to any replica.
 *
 * A request is answered with 202 as soon as it is known to be Discord's, and the interaction then by calls of the
 * REST API, as one that came over the gateway: Discord takes the first answer also in the response, but then there
 * would be two ways of answering. Nothing is lost by it with a replica that dies on the way, since Discord sends no
 * interaction again: before the first answer its user reads that the bot did not respond, and after it that the bot
 * is thinking, whichever way that answer went.
 */
export class Endpoint implements Intake {
  readonly registers = true;
  readonly routes: Routes = { [`POST ${PATH}`]: (request, response) => this.#answer(request, response) };
  readonly #publicKey: string;
  readonly #signatures: SignatureCheck;
  readonly #log: Logger;
  #application: OwnApplication | undefined;
  #connection: EndpointStrategy | undefined;

  /** @param now milliseconds since 1970 */
  constructor({ publicKey }: EndpointOptions, log: Logger, now: () => number) {
    this.#publicKey = publicKey.toLowerCase();
    this.#signatures = new SignatureCheck(publicKey, now);
    this.#log = log;
  }

  get clientOptions(): Intake['clientOptions'] {
    return {
      shards: [0],
      shardCount: 1,
      ws: {
        buildStrategy: (manager) => {
          if (this.#application === undefined) throw new Error('the application is not known yet');
          this.#connection = new EndpointStrategy(manager, this.#application);
          return this.#connection;
        },
      },
    };
  }

  async open(_client: Client, application: OwnApplication): Promise<void> {
    if (application.publicKey.toLowerCase() !== this.#publicKey) {
      throw new AdapterError(
        'DISCORD_PUBLIC_KEY is not the key of the application of DISCORD_TOKEN. Copy it again: Developer Portal, your application, General Information, Public Key.',
      );
    }
    this.#application = application;
    if (application.endpointUrl === undefined) {
      this.#log.warn(
        `Discord sends nothing yet. Enter https://, the host that leads to HTTP_PORT here, and ${PATH} as Interactions Endpoint URL in the Developer Portal (General Information).`,
      );
    }
    this.#log.info(
      'this process reads no direct message: for those there is the gateway, and for keys also /key set',
    );
  }

  async close(): Promise<void> {
    this.#connection = undefined;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readBody(request, MAX_BODY_BYTES);
    if (read.kind === 'broken-off') return;
    if (read.kind === 'too-large') return refuse(response, 413, 'too large');
    const { body } = read;
    const signature = String(request.headers['x-signature-ed25519'] ?? '');
    const timestamp = String(request.headers['x-signature-timestamp'] ?? '');
    if (!this.#signatures.passes({ signature, timestamp, body })) {
      return refuse(response, 401, 'invalid request signature');
    }
    const data = parseJson(body.toString());
    if (ping.safeParse(data).success) {
      return answerJson(response, 200, { type: InteractionResponseType.Pong });
    }
    const parsed = envelope.safeParse(data);
    if (!parsed.success) return refuse(response, 400, 'no interaction');
    if (this.#connection === undefined) return refuse(response, 503, 'not ready');
    response.writeHead(202).end();
    this.#connection.dispatch(parsed.data as object as APIInteraction);
  }
}

/** Ends the connection, too, whatever of the request has not been read. */
function refuse(response: ServerResponse, status: number, error: string): void {
  response.setHeader('connection', 'close');
  answerJson(response, status, { error });
}
