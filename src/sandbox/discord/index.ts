export type { DiscordGuild } from './channel.ts';
export type { RegisteredCommand } from './commands.ts';
export type { Dispatch } from './gateway-session.ts';
export type { FirstAnswer, Interaction, SandboxModal } from './interaction.ts';
export type { SandboxMessage } from './message.ts';
export type { RestCall } from './rest.ts';
export { DiscordSandbox, type SandboxOptions } from './sandbox.ts';
export type { DiscordUser, UserInit } from './user.ts';
