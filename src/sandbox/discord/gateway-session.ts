import { randomBytes } from 'node:crypto';
import { GatewayOpcodes } from 'discord.js';
import type { WebSocket } from 'ws';
import type { Shard } from './shard.ts';

/** A dispatch with its sequence number, kept to be replayed when the client resumes. */
export interface Dispatch {
  readonly op: GatewayOpcodes.Dispatch;
  readonly s: number;
  readonly t: string;
  readonly d: object;
}

/** One identified session, which outlives the connections that carry it. */
export class GatewaySession {
  readonly id = randomBytes(16).toString('hex');
  readonly intents: number;
  readonly shard: Shard;
  readonly #sent: Dispatch[] = [];
  readonly #note: (dispatch: Dispatch) => void;
  #socket: WebSocket | undefined;

  /** @param note told of everything that is dispatched, once */
  constructor(intents: number, shard: Shard, socket: WebSocket, note: (dispatch: Dispatch) => void) {
    this.intents = intents;
    this.shard = shard;
    this.#socket = socket;
    this.#note = note;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  dispatch(event: string, data: object): void {
    const dispatch: Dispatch = { op: GatewayOpcodes.Dispatch, s: this.#sent.length + 1, t: event, d: data };
    this.#sent.push(dispatch);
    this.#note(dispatch);
    this.#socket?.send(JSON.stringify(dispatch));
  }

  /** Carries on over another connection with everything after the sequence number `seq`. */
  resume(socket: WebSocket, seq: number): void {
    this.#socket = socket;
    for (const missed of this.#sent.slice(seq)) socket.send(JSON.stringify(missed));
    this.dispatch('RESUMED', {});
  }

  /** Forgets the connection, if it still is the given one. */
  disconnect(socket: WebSocket): void {
    if (this.#socket === socket) this.#socket = undefined;
  }
}
