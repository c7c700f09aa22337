import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { Journal } from '../journal.ts';
import { type Dispatch, GatewaySession } from './gateway-session.ts';
import type { IdentifyLimit } from './identify-limit.ts';
import { isHeardBy, type Shard } from './shard.ts';

const PRIVILEGED =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

const identify = z.object({
  token: z.string(),
  intents: z.int(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
const payload = z.object({ op: z.int(), d: z.unknown().optional() });

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  /** How many shards Discord recommends. */
  readonly shards: number;
  readonly identifyLimit: IdentifyLimit;
  /** What READY says to a shard, without the session. */
  readonly ready: (shard: Shard) => object;
  /** The events that follow READY. */
  readonly afterReady: (shard: Shard) => readonly { readonly event: string; readonly data: object }[];
}

/** Whom an event is for. */
export interface Audience {
  /** The server that it is of; without one it is of direct messages. */
  readonly guildId?: string;
  /** What a session must have asked for to hear of it. */
  readonly intent?: number;
}

/** Sessions that a bot may begin a day. */
const SESSIONS_A_DAY = 1_000;

/** Discord's gateway: sessions over WebSocket, in JSON (Discord documentation, "Gateway"). */
export class Gateway {
  readonly sessions = new Journal<GatewaySession>();
  /** Whether heartbeats are acknowledged. */
  acknowledging = true;
  /** The close code that answers whoever identifies, if any. */
  refusal: number | undefined;
  readonly #options: GatewayOptions;
  readonly #sockets: WebSocketServer;
  readonly #url: () => string;
  /** What all sessions were sent, in order. */
  readonly dispatches: Dispatch[] = [];

  /** @param url where clients connect, asked for when a session begins */
  constructor(server: Server, url: () => string, options: GatewayOptions) {
    this.#options = options;
    this.#url = url;
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on('connection', (socket) => this.#welcome(socket));
  }

  get identifyLimit(): IdentifyLimit {
    return this.#options.identifyLimit;
  }

  /** Sends an event to every session whose shard it is for, and that asked for it. */
  dispatch(event: string, data: object, { guildId, intent = 0 }: Audience = {}): void {
    for (const session of this.sessions.entries) {
      if (isHeardBy(session.shard, guildId) && (session.intents & intent) === intent)
        session.dispatch(event, data);
    }
  }

  /** What `GET /gateway/bot` answers. */
  information(): object {
    const { shards, identifyLimit } = this.#options;
    return {
      url: this.#url(),
      shards,
      session_start_limit: {
        total: SESSIONS_A_DAY,
        remaining: Math.max(0, SESSIONS_A_DAY - identifyLimit.identifies.entries.length),
        reset_after: 0,
        max_concurrency: identifyLimit.maxConcurrency,
      },
    };
  }

  /** Closes all connections, so that clients resume or identify again. */
  drop(code: number): void {
    for (const socket of this.#sockets.clients) socket.close(code);
  }

  /** Says `Invalid Session` to everybody; a session that is not resumable is forgotten. */
  invalidateSessions(resumable: boolean): void {
    if (!resumable) this.sessions.entries.length = 0;
    const text = JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: resumable, s: null, t: null });
    for (const socket of this.#sockets.clients) socket.send(text);
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #welcome(socket: WebSocket): void {
    let session: GatewaySession | undefined;
    const send = (op: GatewayOpcodes, data: unknown) =>
      socket.send(JSON.stringify({ op, d: data, s: null, t: null }));
    socket.on('close', () => {
      session?.disconnect(socket);
      this.sessions.changed();
    });
    socket.on('message', (text) => {
      const message = read(String(text));
      if (message === undefined) return socket.close(GatewayCloseCodes.DecodeError);
      switch (message.op) {
        case GatewayOpcodes.Heartbeat:
          return this.acknowledging ? send(GatewayOpcodes.HeartbeatAck, null) : undefined;
        case GatewayOpcodes.Identify:
          if (session) return socket.close(GatewayCloseCodes.AlreadyAuthenticated);
          session = this.#identify(socket, message.d, () => send(GatewayOpcodes.InvalidSession, false));
          return;
        case GatewayOpcodes.Resume:
          session = this.#resume(socket, message.d);
          if (!session) send(GatewayOpcodes.InvalidSession, false);
          return;
        case GatewayOpcodes.PresenceUpdate:
        case GatewayOpcodes.VoiceStateUpdate:
        case GatewayOpcodes.RequestGuildMembers:
          return session ? undefined : socket.close(GatewayCloseCodes.NotAuthenticated);
        default:
          return socket.close(GatewayCloseCodes.UnknownOpcode);
      }
    });
    send(GatewayOpcodes.Hello, { heartbeat_interval: this.#options.heartbeatIntervalMs });
  }

  /** @param refuse tells the client that it came too early */
  #identify(socket: WebSocket, data: unknown, refuse: () => void): GatewaySession | undefined {
    if (this.refusal !== undefined) {
      socket.close(this.refusal);
      return undefined;
    }
    const parsed = identify.safeParse(data);
    if (!parsed.success || parsed.data.token !== this.#options.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed);
      return undefined;
    }
    if ((parsed.data.intents & PRIVILEGED) !== 0) {
      socket.close(GatewayCloseCodes.DisallowedIntents);
      return undefined;
    }
    const { intents, shard } = parsed.data;
    if (shard[0] >= shard[1]) {
      socket.close(GatewayCloseCodes.InvalidShard);
      return undefined;
    }
    if (!this.#options.identifyLimit.admit(shard)) {
      refuse();
      return undefined;
    }
    const session = new GatewaySession(intents, shard, socket, (dispatch) => this.dispatches.push(dispatch));
    session.dispatch('READY', {
      v: 10,
      session_id: session.id,
      resume_gateway_url: this.#url(),
      ...this.#options.ready(shard),
    });
    for (const { event, data: later } of this.#options.afterReady(shard)) session.dispatch(event, later);
    this.sessions.push(session);
    return session;
  }

  #resume(socket: WebSocket, data: unknown): GatewaySession | undefined {
    const parsed = resume.safeParse(data);
    if (!parsed.success || parsed.data.token !== this.#options.token) return undefined;
    const session = this.sessions.entries.find(({ id }) => id === parsed.data.session_id);
    session?.resume(socket, parsed.data.seq);
    this.sessions.changed();
    return session;
  }
}

function read(text: string): z.output<typeof payload> | undefined {
  try {
    return payload.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
