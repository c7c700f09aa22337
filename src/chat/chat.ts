import type { Secret } from '../secret.ts';
import { inTime } from '../storage/in-time.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readingOf } from './account-reading.ts';
import { budgetsOf, isElsewhere } from './budgets.ts';
import { parseButtonId } from './button-id.ts';
import type { Services, Turn } from './command.ts';
import { findCommand } from './commands/index.ts';
import { keyInMessage } from './key-message.ts';
import type { Admission, Budget, Limits } from './limits.ts';
import { answerLinkCode, withLinkNote } from './linking.ts';
import { LOCALES, negotiateLocale } from './locale.ts';
import { answerPrompt } from './naming.ts';
import { comeAgain, hint, leakAdvice, unknownCommand, wayIn, wayToPrivateChat } from './redirections.ts';
import { registerKey, submitKeyForm, traceNote } from './registration.ts';
import type { Form, Reply } from './reply.ts';
import type { ChatEvent, Given, KeyTrace, Request } from './request.ts';
import { localeOf } from './settings.ts';
import { formatWait } from './times.ts';

/**
 * The events whose language is kept for messages that come without one: alerts, and direct messages on Discord.
 *
 * Of presses nothing is kept, or the one that has everything erased would leave something behind.
 */
const IS_LANGUAGE_KEPT: ReadonlySet<ChatEvent['kind']> = new Set(['command', 'form', 'text']);

/**
 * How long the store may take over a form or suggestions, in milliseconds: Discord wants them, or what stands in their
 * place, within 3 seconds.
 */
const AT_ONCE_MS = 1_000;

/** What the bot answers, whatever the platform. */
export class Chat {
  readonly #services: Services;
  readonly #limits: Limits;

  constructor(services: Services, limits: Limits) {
    this.#services = services;
    this.#limits = limits;
  }

  /** Whether the person still has something of the allowance that the request takes of. */
  admit(request: Request): Promise<Admission> {
    return this.#limits.admit(request.user, ['messages', ...budgetsOf(request)]);
  }

  /** The one answer to somebody who asks too much: how long to wait, before silence. */
  async slowDown(request: Request, budget: Budget, waitSeconds: number): Promise<Reply> {
    const turn = await this.#turn(request);
    const { say, locale } = turn;
    const { event } = request;
    const isKey = event.kind === 'text' && keyInMessage(event.text) !== undefined;
    return besidePressed(request, {
      outcome: 'limited',
      reason: budget,
      tone: 'problem',
      title: say('limit-title'),
      paragraphs: [
        say(`limit-${budget}`, { wait: formatWait(waitSeconds, locale) }),
        ...(isKey ? traceNote(turn, event.trace) : []),
      ],
    });
  }

  /** The answer to a request. Expected trouble is an answer too; an exception is a bug or a failing store. */
  async answer(request: Request): Promise<Reply> {
    const { event } = request;
    const turn = await this.#turn(request, event.kind === 'command' || event.kind === 'press');
    switch (event.kind) {
      case 'command':
        return this.#command(turn, event.name, event.given ?? {});
      case 'press':
        return this.#press(turn, event.buttonId);
      case 'text':
        return this.#text(turn, event.text, event.trace, event.name);
      case 'form':
        return submitKeyForm(turn, event.text, event.name);
      case 'no-text':
        return hint(turn);
      case 'leak':
        return leakAdvice(turn, event.deleted);
      case 'stranger':
        return wayIn(turn, event.id);
      case 'unverified':
        return comeAgain(turn);
    }
  }

  /**
   * The form that a command shows in place of an answer; `undefined` where it answers after all. Rejects where the
   * store does not answer soon.
   */
  async form(request: Request, commandName: string): Promise<Form | undefined> {
    const { event } = request;
    const given = event.kind === 'command' ? (event.given ?? {}) : {};
    const turn = this.#turn(request);
    return inTime(
      AT_ONCE_MS,
      turn.then((found) => findCommand(commandName)?.form?.(found, given)),
    );
  }

  /** Values that fit what was typed so far for an option. Rejects where the store does not answer soon. */
  async suggest(request: Request, commandName: string, optionName: string, typed: string) {
    const option = findCommand(commandName)?.options?.find(({ name }) => name === optionName);
    const turn = this.#turn(request);
    const suggested = inTime(
      AT_ONCE_MS,
      turn.then((found) => option?.suggest?.(found, typed)),
    );
    return (await suggested) ?? [];
  }

  /** The answer of last resort, when {@link answer} threw. Needs neither the store nor the billing API. */
  apology(request: Request, error: unknown): Reply {
    const say = this.#services.sayIn(negotiateLocale(request.languageHint));
    if (error instanceof StorageError) {
      return besidePressed(request, {
        outcome: 'store-failed',
        reason: error.problem,
        tone: 'problem',
        title: say('store-title'),
        paragraphs: [say('store-failed'), say('store-next', { reference: request.id })],
      });
    }
    return besidePressed(request, {
      outcome: 'internal-error',
      tone: 'problem',
      title: say('internal-title'),
      paragraphs: [say('internal', { reference: request.id })],
    });
  }

  /** @param readsAccount whether the account is likely to be asked for, so that the store reads it with the settings */
  async #turn(request: Request, readsAccount = false): Promise<Turn> {
    const { user, languageHint, event } = request;
    const { settings } = this.#services;
    const reading = readingOf(user, this.#services);
    // Whoever asks for it hears of failures.
    if (readsAccount) reading.account().catch(() => undefined);
    const reported = languageHint === undefined ? undefined : negotiateLocale(languageHint);
    const found = await settings.onRequest(user, IS_LANGUAGE_KEPT.has(event.kind) ? reported : undefined);
    const locale = localeOf(found, reported) ?? LOCALES[0];
    return {
      request,
      locale,
      timeZone: found.timeZone,
      say: this.#services.sayIn(locale),
      services: this.#services,
      ...reading,
    };
  }

  async #command(turn: Turn, name: string, given: Given): Promise<Reply> {
    const command = findCommand(name);
    if (command === undefined) return unknownCommand(turn);
    if (isElsewhere(command, turn.request)) return wayToPrivateChat(turn, command);
    return command.run(turn, given);
  }

  async #press(turn: Turn, buttonId: string): Promise<Reply> {
    const { say, request } = turn;
    const outdated = aside('outdated-button', say('button-outdated'));
    // No button of this version stands in a group; answering one there could show a balance to others.
    if (request.place === 'group') return outdated;
    const parsed = parseButtonId(request.user, buttonId);
    if (parsed.kind === 'foreign') return aside('foreign-button', say('button-foreign'));
    if (parsed.kind === 'outdated') return outdated;
    const presses = findCommand(parsed.action.command)?.presses ?? {};
    // Altered clients can send any id, `constructor` too.
    const press = Object.hasOwn(presses, parsed.action.press) ? presses[parsed.action.press] : undefined;
    if (press === undefined) return outdated;
    return press(turn, parsed.action.argument);
  }

  async #text(turn: Turn, text: Secret, trace: KeyTrace, name?: string): Promise<Reply> {
    // Such a code has the form of a key and of a name, but hardly any of them exists as a code.
    const linked = await answerLinkCode(turn, text);
    if (linked !== undefined) return linked;
    const prompted = name === undefined ? await answerPrompt(turn, text, trace) : undefined;
    if (prompted !== undefined) return prompted;
    const key = keyInMessage(text);
    if (key === undefined) return hint(turn);
    return withLinkNote(turn, text, await registerKey(turn, key, trace, name));
  }
}

/** A press that was not carried out leaves its message, and its buttons for the next try. */
function besidePressed({ event }: Request, reply: Reply): Reply {
  return event.kind === 'press' ? { ...reply, aside: true } : reply;
}

function aside(outcome: string, text: string): Reply {
  return { outcome, tone: 'neutral', paragraphs: [text], aside: true };
}
