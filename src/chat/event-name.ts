import { FORM_PRESS, parseButtonId } from './button-id.ts';
import { findCommand } from './commands/index.ts';
import type { Request } from './request.ts';

/**
 * What was asked for, by this bot's own names: nothing that was sent to it gets into the log, and there are not
 * many of them.
 */
export function nameOf({ event, user }: Pick<Request, 'event' | 'user'>): string {
  if (event.kind === 'command') return findCommand(event.name)?.name ?? '?';
  if (event.kind !== 'press') return event.kind;
  const parsed = parseButtonId(user, event.buttonId);
  if (parsed.kind !== 'action') return `${parsed.kind} button`;
  const { command: name, press } = parsed.action;
  const command = findCommand(name);
  const isKnown = command && (press === FORM_PRESS || Object.hasOwn(command.presses ?? {}, press));
  return isKnown ? `${name} (${press})` : 'unknown button';
}
