import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import type { DiscordGuild } from './channel.ts';

/** What everybody may do in a server that never changed it, managing nothing. */
const EVERYBODY =
  PermissionsBitField.Default |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.CreatePrivateThreads |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.UseExternalStickers |
  PermissionFlagsBits.SendVoiceMessages |
  PermissionFlagsBits.SendPolls |
  PermissionFlagsBits.UseExternalApps;

/** What a person may do in a server's channel. */
export function permissionsOf(userId: string, { administrators, managers }: DiscordGuild): bigint {
  if (administrators.has(userId)) return PermissionsBitField.All;
  return managers.has(userId) ? EVERYBODY | PermissionFlagsBits.ManageGuild : EVERYBODY;
}

/** What the bot may do in a server's channel. */
export function botPermissionsIn({ channel }: DiscordGuild): bigint {
  switch (channel.botAccess) {
    case 'post':
      return EVERYBODY;
    case 'view':
      return EVERYBODY & ~PermissionFlagsBits.SendMessages;
    case 'none':
      return EVERYBODY & ~(PermissionFlagsBits.SendMessages | PermissionFlagsBits.ViewChannel);
  }
}

/** What the bot may do in direct messages. */
export const BOT_PERMISSIONS_IN_DIRECT_MESSAGES = EVERYBODY;

/** Whether somebody with these permissions is offered a command that asks for `wanted`. */
export function isPermitted(permissions: bigint, wanted: string | null | undefined): boolean {
  if (wanted == null || (permissions & PermissionFlagsBits.Administrator) !== 0n) return true;
  // Asking for no permission in particular leaves a command to administrators (Discord documentation,
  // "Application command permissions").
  return wanted !== '0' && (permissions & BigInt(wanted)) === BigInt(wanted);
}
