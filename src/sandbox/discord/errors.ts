import type { z } from 'zod';

/** A refusal in Discord's own form: `{ code, message, errors }` with an HTTP status. */
export class DiscordRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): object {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

// Codes: Discord documentation, "JSON error codes".
export const unauthorized = () => new DiscordRefusal(401, 0, '401: Unauthorized');
export const notFound = () => new DiscordRefusal(404, 0, '404: Not Found');
export const unknownChannel = () => new DiscordRefusal(404, 10003, 'Unknown Channel');
export const unknownGuild = () => new DiscordRefusal(404, 10004, 'Unknown Guild');
export const unknownMember = () => new DiscordRefusal(404, 10007, 'Unknown Member');
export const unknownMessage = () => new DiscordRefusal(404, 10008, 'Unknown Message');
export const unknownWebhook = () => new DiscordRefusal(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new DiscordRefusal(404, 10062, 'Unknown interaction');
export const missingAccess = () => new DiscordRefusal(403, 50001, 'Missing Access');
export const tooManyAttachments = () =>
  new DiscordRefusal(400, 30015, 'Maximum number of attachments in a message reached (10)');
export const requestTooLarge = () =>
  new DiscordRefusal(413, 40005, 'Request entity too large. Try sending something smaller in size');
export const notInDirectMessages = () =>
  new DiscordRefusal(403, 50003, 'Cannot execute action on a DM channel');
export const emptyMessage = () => new DiscordRefusal(400, 50006, 'Cannot send an empty message');
export const cannotMessageUser = () => new DiscordRefusal(403, 50007, 'Cannot send messages to this user');
export const missingPermissions = () => new DiscordRefusal(403, 50013, 'Missing Permissions');
export const invalidWebhookToken = () => new DiscordRefusal(401, 50027, 'Invalid Webhook Token');
export const alreadyAcknowledged = () =>
  new DiscordRefusal(400, 40060, 'Interaction has already been acknowledged.');

/** `Invalid Form Body`, with what is wrong filed under the path to it. */
export function invalidForm(
  issues: readonly Pick<z.core.$ZodIssue, 'path' | 'message' | 'code'>[],
): DiscordRefusal {
  const errors: Record<string, unknown> = {};
  for (const { path, message, code } of issues) {
    let node = errors;
    for (const step of path) {
      const next = node[String(step)];
      const child: Record<string, unknown> = isRecord(next) ? next : {};
      node[String(step)] = child;
      node = child;
    }
    node._errors = [{ code: code?.toUpperCase() ?? 'INVALID', message }];
  }
  return new DiscordRefusal(400, 50035, 'Invalid Form Body', errors);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
