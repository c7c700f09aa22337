import { ChannelType, InteractionContextType } from 'discord.js';
import { MAX_FILE_BYTES } from './attachments.ts';
import type { DiscordGuild } from './channel.ts';
import type { InteractionsEndpoint } from './interactions-endpoint.ts';
import { type Author, userObject } from './message.ts';
import type { Network } from './network.ts';
import { BOT_PERMISSIONS_IN_DIRECT_MESSAGES, botPermissionsIn, permissionsOf } from './permissions.ts';

/** Where a person uses an interaction. */
export type Where = DiscordGuild | 'dm';

/** The part of INTERACTION_CREATE that tells who and where (Discord documentation, "Interaction object"). */
export function interactionFrame(network: Network, user: Author, locale: string, where: Where): object {
  const channel = where === 'dm' ? network.directMessages(user.id) : where.channel;
  const permissions = where === 'dm' ? BOT_PERMISSIONS_IN_DIRECT_MESSAGES : botPermissionsIn(where);
  return {
    application_id: network.bot.id,
    version: 1,
    channel_id: channel.id,
    channel: where === 'dm' ? directChannelObject(channel.id, user) : usedChannelObject(where, user),
    app_permissions: String(permissions),
    attachment_size_limit: MAX_FILE_BYTES,
    locale,
    entitlements: [],
    ...(where === 'dm'
      ? {
          user: userObject(user),
          context: InteractionContextType.BotDM,
          authorizing_integration_owners: { '0': '0' },
        }
      : {
          guild_id: where.id,
          guild: { id: where.id, locale: where.locale, features: [] },
          guild_locale: where.locale,
          member: { ...memberObject(user), permissions: String(permissionsOf(user.id, where)) },
          context: InteractionContextType.Guild,
          authorizing_integration_owners: { '0': where.id },
        }),
  };
}

export function memberObject(user: Author): object {
  return {
    user: userObject(user),
    nick: null,
    avatar: null,
    banner: null,
    roles: [],
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function directChannelObject(id: string, user: Author): object {
  return { id, type: ChannelType.DM, last_message_id: null, flags: 0, recipients: [userObject(user)] };
}

function textChannelObject({ id, channel }: DiscordGuild): object {
  return {
    id: channel.id,
    guild_id: id,
    type: ChannelType.GuildText,
    name: 'general',
    position: 0,
    permission_overwrites: [],
    nsfw: false,
    topic: null,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
  };
}

/** The channel of an interaction tells what the person may do there. */
function usedChannelObject(guild: DiscordGuild, { id }: Author): object {
  return { ...textChannelObject(guild), permissions: String(permissionsOf(id, guild)) };
}

/** What the bot is told of itself. */
export function ownUserObject(bot: Author): object {
  return { ...userObject(bot), mfa_enabled: false, locale: 'en-US', verified: true, email: null };
}

/** What the bot is told of its application, of which it passes for the owner. */
export function applicationObject(
  bot: Author,
  { publicKey, url }: Pick<InteractionsEndpoint, 'publicKey' | 'url'>,
): object {
  return {
    id: bot.id,
    name: bot.username,
    icon: null,
    description: '',
    type: null,
    verify_key: publicKey,
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    interactions_endpoint_url: url ?? null,
    role_connections_verification_url: null,
    bot: userObject(bot),
    owner: userObject(bot),
    team: null,
    approximate_guild_count: 0,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
  };
}

/** GUILD_CREATE. */
export function guildObject(guild: DiscordGuild, bot: Author): object {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    owner_id: bot.id,
    preferred_locale: guild.locale,
    features: [],
    roles: [],
    emojis: [],
    stickers: [],
    members: [memberObject(bot)],
    member_count: 2,
    channels: [textChannelObject(guild)],
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    afk_timeout: 300,
    afk_channel_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    application_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    description: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    vanity_url_code: null,
    home_header: null,
    region: 'deprecated',
    widget_enabled: false,
    widget_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    premium_subscription_count: 0,
    nsfw: false,
    incidents_data: null,
    safety_alerts_channel_id: null,
  };
}
