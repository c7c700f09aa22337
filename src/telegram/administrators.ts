import { type Context, GrammyError } from 'grammy';

/** Telegram does not know the user, or the bot is not in the group any more. */
const REFUSED: ReadonlySet<number> = new Set([400, 403]);

/**
 * Whether a group is managed by whoever wrote or pressed something there; asks Telegram, and rejects when it does
 * not say.
 */
export async function isAdministrator({ chat, from, message, api }: Context): Promise<boolean> {
  if (chat === undefined || from === undefined) return false;
  // Only administrators can write in the group's own name.
  if (message?.sender_chat?.id === chat.id) return true;
  try {
    const { status } = await api.getChatMember(chat.id, from.id);
    return status === 'creator' || status === 'administrator';
  } catch (error) {
    if (error instanceof GrammyError && REFUSED.has(error.error_code)) return false;
    throw error;
  }
}
