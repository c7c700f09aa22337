import { Bot, BotError, Context } from 'grammy';
import type { Update } from 'grammy/types';

const DONE = () => Promise.resolve();

/**
 * A bot whose contexts share its API. grammY makes one for each update, with a client, a proxy and the chain of
 * transformers, so that a call may be made as the answer to a webhook; this bot makes none so, since of those nobody
 * hears what became.
 */
export class LeanBot extends Bot {
  override async handleUpdate(update: Update): Promise<void> {
    const ctx = new Context(update, this.api, this.botInfo);
    try {
      await this.middleware()(ctx, DONE);
    } catch (error) {
      throw new BotError(error, ctx);
    }
  }
}
