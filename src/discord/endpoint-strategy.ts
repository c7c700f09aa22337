import { SimpleShardingStrategy, type WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import {
  type APIInteraction,
  GatewayDispatchEvents,
  type GatewayInteractionCreateDispatch,
  GatewayOpcodes,
  type GatewayReadyDispatch,
} from 'discord.js';
import type { OwnApplication } from './application.ts';

/** The only shard of a client without a gateway. */
const SHARD = 0;

/**
 * A connection for discord.js's client that is none: what comes by HTTP is brought to it as if by the gateway.
 *
 * discord.js 14 exports nothing that makes its interaction objects from what Discord sends; the action that does is
 * internal. But it lets a bot say how it is connected, so it makes them here as it always does, and everything
 * behind them is the same.
 */
export class EndpointStrategy extends SimpleShardingStrategy {
  readonly #manager: WebSocketManager;
  readonly #application: OwnApplication;
  #sequence = 0;

  constructor(manager: WebSocketManager, application: OwnApplication) {
    super(manager);
    this.#manager = manager;
    this.#application = application;
  }

  /** Makes no shards, so there is none to connect. */
  override async spawn(): Promise<void> {}

  /** Says READY, of which the client learns who it is. It is told of no servers. */
  override async connect(): Promise<void> {
    const { id, flags, bot } = this.#application;
    const ready: GatewayReadyDispatch = {
      op: GatewayOpcodes.Dispatch,
      t: GatewayDispatchEvents.Ready,
      s: ++this.#sequence,
      d: {
        v: 10,
        user: bot ?? { id, username: '', discriminator: '0', global_name: null, avatar: null },
        guilds: [],
        session_id: '',
        resume_gateway_url: '',
        shard: [SHARD, 1],
        application: { id, flags, flags_new: String(flags) },
      },
    };
    this.#manager.emit(WebSocketShardEvents.Ready, { data: ready.d, shardId: SHARD });
    this.#manager.emit(WebSocketShardEvents.Dispatch, { data: ready, shardId: SHARD });
  }

  /** Brings an interaction to the client. */
  dispatch(interaction: APIInteraction): void {
    const data: GatewayInteractionCreateDispatch = {
      op: GatewayOpcodes.Dispatch,
      t: GatewayDispatchEvents.InteractionCreate,
      s: ++this.#sequence,
      d: interaction as GatewayInteractionCreateDispatch['d'],
    };
    this.#manager.emit(WebSocketShardEvents.Dispatch, { data, shardId: SHARD });
  }
}
