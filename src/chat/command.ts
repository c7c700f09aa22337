import type { BalanceService } from '../balance/service.ts';
import type { Identity, Platform } from '../identity.ts';
import type { Vault } from '../keys/vault.ts';
import type { Budget } from './limits.ts';
import type { Locale } from './locale.ts';
import type { Form, Reply } from './reply.ts';
import type { Request } from './request.ts';
import type { Settings } from './settings.ts';
import type { Say } from './texts.ts';

/** What commands work with; the same for every request. */
export interface Services {
  readonly balances: BalanceService;
  readonly vault: Vault;
  readonly settings: Settings;
  /** Erases everything that is stored of a user, and says whether there was anything. */
  erase(user: Identity): Promise<boolean>;
  /** Where users find their key. */
  readonly keyPageUrl: string;
  /** Where users buy more, if the operator named a place. */
  readonly topUpUrl: string | undefined;
  /** What the operator calls the unit of amounts. */
  readonly currency: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  sayIn(locale: Locale): Say;
}

/** One request on its way to a reply. */
export interface Turn {
  readonly request: Request;
  readonly locale: Locale;
  readonly say: Say;
  readonly services: Services;
}

/** A text that a command takes, one of a few. */
export interface Option {
  /** Its name and description are the texts `option-<name>` and `.description` of that. */
  readonly name: string;
  readonly choices: readonly { readonly label: string; readonly value: string }[];
}

/**
 * Something that the bot does when asked by name. Both adapters register and dispatch from the same list.
 *
 * Its name and description in every language are the texts `command-<name, spaces as hyphens>` and
 * `.description` of that.
 */
export interface Command {
  /** `balance`, or with a parent `key set`. */
  readonly name: string;
  /** The name on platforms without sub-commands; by default `name`, and without it a sub-command is not there. */
  readonly flatName?: string;
  /** Where it is offered; by default everywhere. */
  readonly platforms?: readonly Platform[];
  /** A personal command is answered in private only; in a group, with the way there. */
  readonly personal: boolean;
  /** What running it, or pressing one of its buttons, takes of a person's allowance besides a message. */
  readonly budget?: Budget;
  /** What may be said behind it. */
  readonly option?: Option;
  /** Where the platform has forms, this one is shown instead of running the command. */
  form?(turn: Turn): Form;
  run(turn: Turn, argument: string | undefined): Promise<Reply>;
  /** The presses on this command's buttons, by name. */
  readonly presses?: Readonly<Record<string, (turn: Turn, argument: string | undefined) => Promise<Reply>>>;
}

/** The name of the text that names a command. */
export function textIdOf(command: Pick<Command, 'name'>): string {
  return `command-${command.name.replaceAll(' ', '-')}`;
}
