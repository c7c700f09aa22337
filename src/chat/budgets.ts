import { linkCodeInMessage } from '../accounts/link-code-form.ts';
import { parseButtonId } from './button-id.ts';
import type { Command } from './command.ts';
import { findCommand } from './commands/index.ts';
import { keyInMessage } from './key-message.ts';
import type { Budget } from './limits.ts';
import type { Given, Occasion, Request } from './request.ts';

/** What a request takes of a person's allowance, besides a message. */
export function budgetsOf(request: Request): Budget[] {
  const { user, event } = request;
  switch (event.kind) {
    case 'command':
      return budgetOf(request, event.name, event.given ?? {});
    case 'press': {
      const parsed = parseButtonId(user, event.buttonId);
      return parsed.kind === 'action' ? budgetOf(request, parsed.action.command, {}) : [];
    }
    case 'text':
      return [
        ...(linkCodeInMessage(event.text.reveal()) === undefined ? [] : ['link-codes' as const]),
        ...(keyInMessage(event.text) === undefined ? [] : ['registrations' as const]),
      ];
    case 'form':
      return ['registrations'];
    default:
      return [];
  }
}

function budgetOf(request: Request, commandName: string, given: Given): Budget[] {
  const command = findCommand(commandName);
  if (command === undefined || isElsewhere(command, request)) return [];
  const budget = typeof command.budget === 'function' ? command.budget(given) : command.budget;
  return budget === undefined ? [] : [budget];
}

/** Whether the command is answered in the private chat only, and was not given there. */
export function isElsewhere({ personal }: Command, { place }: Occasion): boolean {
  return personal && place === 'group';
}
