import { callbackMethods } from './callbacks.ts';
import { chatMethods } from './chats.ts';
import { commandMethods } from './commands.ts';
import { deletingMethods } from './deleting.ts';
import { editingMethods } from './editing.ts';
import type { Method } from './method.ts';
import { pollingMethods } from './polling.ts';
import { profileMethods } from './profile.ts';
import { sendingMethods } from './sending.ts';
import { webhookMethods } from './webhook.ts';

const METHODS = new Map(
  Object.entries({
    ...callbackMethods,
    ...chatMethods,
    ...commandMethods,
    ...deletingMethods,
    ...editingMethods,
    ...pollingMethods,
    ...profileMethods,
    ...sendingMethods,
    ...webhookMethods,
  }).map(([name, method]) => [name.toLowerCase(), { name, ...method }]),
);

/** The method of that name; the Bot API does not mind its case. */
export function findMethod(name: string): (Method & { readonly name: string }) | undefined {
  return METHODS.get(name.toLowerCase());
}
