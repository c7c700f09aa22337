import { type MessageFlags, MessagePayload, type MessageTarget } from 'discord.js';
import type { RenderedReply } from './render.ts';

/**
 * Has discord.js send a message as it is. It would go through all that a message may consist of, and through each part
 * for names to write as Discord does, which takes longer than to make it.
 */
export function payloadOf(
  target: MessageTarget,
  { body, files }: RenderedReply,
  flags?: MessageFlags,
): MessagePayload {
  const payload = new MessagePayload(target, {});
  payload.body = flags === undefined ? body : { ...body, flags };
  payload.files = files;
  return payload;
}
