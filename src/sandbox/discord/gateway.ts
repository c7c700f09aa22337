import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { Journal } from '../journal.ts';
import { type Dispatch, GatewaySession } from './gateway-session.ts';

const PRIVILEGED =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

const identify = z.object({ token: z.string(), intents: z.int(), properties: z.looseObject({}) });
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
const payload = z.object({ op: z.int(), d: z.unknown().optional() });

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  /** What READY says, without the session. */
  readonly ready: () => object;
  /** The events that follow READY. */
  readonly afterReady: () => readonly { readonly event: string; readonly data: object }[];
}

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

  /** Sends an event to every session that asked for it. */
  dispatch(event: string, data: object, intent = 0): void {
    for (const session of this.sessions.entries) {
      if ((session.intents & intent) === intent) session.dispatch(event, data);
    }
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
          session = this.#identify(socket, message.d);
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

  #identify(socket: WebSocket, data: unknown): GatewaySession | undefined {
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
    const session = new GatewaySession(parsed.data.intents, socket, (dispatch) =>
      this.dispatches.push(dispatch),
    );
    session.dispatch('READY', {
      v: 10,
      session_id: session.id,
      resume_gateway_url: this.#url(),
      ...this.#options.ready(),
    });
    for (const { event, data: later } of this.#options.afterReady()) session.dispatch(event, later);
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
