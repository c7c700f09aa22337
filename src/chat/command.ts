import type { Accounts } from '../accounts/accounts.ts';
import type { Erased } from '../accounts/erasure.ts';
import type { LinkCodes } from '../accounts/link-codes.ts';
import type { Linking } from '../accounts/linking.ts';
import type { AlertBook } from '../alerts/alert-book.ts';
import type { BalanceService } from '../balance/service.ts';
import type { ChartRenderer } from '../chart/renderer.ts';
import type { History } from '../history/history.ts';
import type { Identity, Owner, Platform } from '../identity.ts';
import type { Account } from '../keys/account.ts';
import type { Offers } from '../keys/offers.ts';
import type { Prompts } from '../keys/prompts.ts';
import type { Vault } from '../keys/vault.ts';
import type { Found } from '../records/sealed-records.ts';
import type { Budget } from './limits.ts';
import type { Locale } from './locale.ts';
import type { Notifier } from './notifier.ts';
import type { Form, Reply } from './reply.ts';
import type { Given, Occasion } from './request.ts';
import type { Settings } from './settings.ts';
import type { Say } from './texts.ts';

/** What commands work with; the same for every request. */
export interface Services {
  readonly accounts: Accounts;
  readonly linkCodes: LinkCodes;
  readonly linking: Linking;
  readonly balances: BalanceService;
  readonly vault: Vault;
  readonly offers: Offers;
  readonly prompts: Prompts;
  readonly settings: Settings;
  readonly notifier: Notifier;
  readonly history: History;
  readonly alerts: AlertBook;
  readonly charts: ChartRenderer;
  /** Whether what people write to the bot comes here, or only commands, forms and presses on buttons. */
  readonly messages: Readonly<Record<Platform, 'read' | 'unread'>>;
  /** Whether keys are read in the background; without that, no alert comes. */
  readonly isWatching: boolean;
  /** Erases everything that is stored of a user, in all linked chats. */
  erase(user: Identity): Promise<Erased>;
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

/** One request on its way to a reply, or a message on its way to somebody who did not ask for it. */
export interface Turn {
  readonly request: Occasion;
  readonly locale: Locale;
  /** The IANA name of the user's time zone, where it is known. */
  readonly timeZone: string | undefined;
  readonly say: Say;
  readonly services: Services;
  /** Whose keys are meant. Rejects when the store fails, so only what needs it should ask. */
  owner(): Promise<Owner>;
  /** What is registered, as the command found it. Rejects as {@link owner} does. */
  account(): Promise<Found<Account>>;
}

/** A value that may be chosen for an option. */
export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** Something that a command may be given. Its name and description are the texts `option-<name>` and `.description`. */
export interface Option {
  readonly name: string;
  /** A flag is there or not, and its value is `true`. */
  readonly type: 'text' | 'number' | 'flag';
  /** All values that there are. */
  readonly choices?: readonly Choice[];
  /** Values that fit what was typed so far, 25 at most, for platforms that complete. */
  suggest?(turn: Turn, typed: string): Promise<readonly Choice[]>;
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
  readonly budget?: Budget | ((given: Given) => Budget | undefined);
  /** What may be said behind it. Words without an option's name go to the first one that takes text. */
  readonly options?: readonly Option[];
  /** Where the platform has forms, this one is shown instead of running the command; without one it is run. */
  form?(turn: Turn, given: Given): Form | undefined;
  run(turn: Turn, given: Given): Promise<Reply>;
  /** The presses on this command's buttons, by name. */
  readonly presses?: Readonly<Record<string, (turn: Turn, argument: string | undefined) => Promise<Reply>>>;
}

/** The name of the text that names a command. */
export function textIdOf(command: Pick<Command, 'name'>): string {
  return `command-${command.name.replaceAll(' ', '-')}`;
}
