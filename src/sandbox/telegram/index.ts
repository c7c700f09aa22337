export type { CallbackAnswer } from './callback-queries.ts';
export type { TelegramChat, TelegramGroup } from './chat.ts';
export type { BotApiError } from './errors.ts';
export { BAD_GATEWAY } from './failure-plan.ts';
export type { TelegramMessage } from './message.ts';
export type { GroupInit, UserInit } from './network.ts';
export { type SandboxOptions, TelegramSandbox } from './sandbox.ts';
export type { BotApiCall, BotApiRequest, BotApiResponse } from './server.ts';
export type { PressResult, TelegramUser } from './user.ts';
