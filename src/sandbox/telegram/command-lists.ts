import type { BotCommand, BotCommandScope } from 'grammy/types';

/** The lists that setMyCommands made, one for each scope and language. */
export class CommandLists {
  readonly #lists = new Map<string, readonly BotCommand[]>();

  set(scope: BotCommandScope, languageCode: string, commands: readonly BotCommand[]): void {
    this.#lists.set(key(scope, languageCode), commands);
  }

  /** Exactly this scope and language; nothing is inherited from a wider one. */
  get(scope: BotCommandScope, languageCode: string): readonly BotCommand[] {
    return this.#lists.get(key(scope, languageCode)) ?? [];
  }

  delete(scope: BotCommandScope, languageCode: string): void {
    this.#lists.delete(key(scope, languageCode));
  }
}

function key(scope: BotCommandScope, languageCode: string): string {
  const chat = 'chat_id' in scope ? scope.chat_id : '';
  const user = 'user_id' in scope ? scope.user_id : '';
  return [scope.type, chat, user, languageCode].join('|');
}
