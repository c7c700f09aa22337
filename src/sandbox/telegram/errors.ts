import type { ResponseParameters } from 'grammy/types';

/** An error as the Bot API states it; the HTTP status equals `error_code`. */
export interface BotApiError {
  error_code: number;
  description: string;
  parameters?: ResponseParameters;
}

/** Thrown by a method to have its call answered with `error`. */
export class Refusal extends Error {
  readonly error: BotApiError;

  constructor(error: BotApiError) {
    super(error.description);
    this.error = error;
  }
}

/** 400. `reason` in the words of tdlib/telegram-bot-api, where those are known. */
export function badRequest(reason: string): Refusal {
  return new Refusal({ error_code: 400, description: `Bad Request: ${reason}` });
}

/** 403. */
export function forbidden(reason: string): Refusal {
  return new Refusal({ error_code: 403, description: `Forbidden: ${reason}` });
}

/** 409, from getUpdates only. */
export function conflict(reason: string): Refusal {
  return new Refusal({ error_code: 409, description: `Conflict: ${reason}` });
}
