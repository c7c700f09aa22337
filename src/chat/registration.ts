import type { StoredKey } from '../keys/account.ts';
import { type KeyFormProblem, MAX_KEY_LENGTH, MIN_KEY_LENGTH, maskKey, parseKey } from '../keys/key-form.ts';
import { OFFER_LIFETIME_MS } from '../keys/offers.ts';
import { SLOTS } from '../records/kinds.ts';
import type { Secret } from '../secret.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { suggestButton } from './alert-texts.ts';
import { balanceReport, failureForLog, failureText } from './balance-report.ts';
import type { Turn } from './command.ts';
import { enterKeyButton, guidance } from './guidance.ts';
import { labelOf } from './key-labels.ts';
import type { Button, Reply } from './reply.ts';
import type { KeyTrace } from './request.ts';

const OFFER_MINUTES = OFFER_LIFETIME_MS / 60_000;

/** Stands between the id of an offer and that of the key whose place it takes; neither has a dot. */
export const REPLACES = '.';

/** Registers a key, and answers with its balance or with what to do next. @param name what it shall go by */
export async function registerKey(turn: Turn, key: Secret, trace: KeyTrace, name?: string): Promise<Reply> {
  const { say, services, request } = turn;
  const registrant = { user: request.user, owner: await turn.owner() };
  const outcome = await services.balances.register(registrant, key, name);
  const note = traceNote(turn, trace);
  switch (outcome.kind) {
    case 'registered': {
      const report = balanceReport(turn, outcome);
      const book = await unlessStoreFails(services.alerts.of(registrant.owner));
      const isGuarded = book === undefined || book.rules.length > 0;
      return {
        ...report,
        outcome: 'registered',
        title: say('registered-title'),
        buttons: [...(isGuarded ? [] : [suggestButton(turn)]), ...(report.buttons ?? [])],
        paragraphs: [registeredText(turn, outcome.key), ...note, ...report.paragraphs],
      };
    }
    case 'refused': {
      const reply = guidance(turn, { kind: 'refused', key, kept: outcome.kept });
      return { ...reply, paragraphs: [...reply.paragraphs, ...note] };
    }
    case 'forgotten':
      return forgottenMeanwhile(turn);
    case 'full':
      return fullReply(turn, note);
    case 'name-taken':
      return nameTaken(turn, outcome.name, note);
    case 'choice':
      return {
        outcome: 'choice',
        tone: 'neutral',
        title: say('choice-title'),
        paragraphs: [
          say('choice', { key: maskKey(key), count: outcome.keys.length, minutes: OFFER_MINUTES }),
          ...note,
        ],
        buttons: offerButtons(turn, outcome.offerId, outcome.keys),
      };
    case 'unchecked':
      return {
        ...failureForLog(outcome.failure, 'unchecked'),
        tone: 'problem',
        title: say('unchecked-title'),
        paragraphs: [
          say('unchecked', { failure: failureText(turn, outcome.failure) }),
          say('unchecked-choice', { key: maskKey(key), minutes: OFFER_MINUTES }),
          ...note,
        ],
        buttons: offerButtons(turn, outcome.offerId, outcome.keys),
      };
  }
}

/** Registers what was typed into the form, or says why that is no key. */
export async function submitKeyForm(turn: Turn, text: Secret, name?: string): Promise<Reply> {
  const form = parseKey(text.reveal());
  if (form.kind === 'key') return registerKey(turn, form.key, 'none', name);
  return {
    outcome: 'no-key-form',
    reason: form.problem,
    tone: 'problem',
    title: turn.say('hint-title'),
    paragraphs: [problemText(turn, form.problem), turn.say('form-nothing-changed')],
    buttons: [enterKeyButton(turn)],
  };
}

/** To a key that would be one too many. */
export function fullReply({ say, request: { platform } }: Turn, note: readonly string[] = []): Reply {
  return {
    outcome: 'full',
    tone: 'problem',
    title: say('full-title'),
    paragraphs: [say('full', { max: SLOTS, platform }), ...note],
  };
}

/** To a name that another key has. */
export function nameTaken({ say }: Turn, name: string, note: readonly string[] = []): Reply {
  return { outcome: 'name-taken', tone: 'problem', paragraphs: [say('name-taken', { name }), ...note] };
}

/** To a key of somebody who was erased while it was checked. */
export function forgottenMeanwhile({ say, request: { platform } }: Turn): Reply {
  return { outcome: 'forgotten', tone: 'neutral', paragraphs: [say('forgotten-meanwhile', { platform })] };
}

/** What became of the message with the key, and what its author should do about it. */
export function traceNote({ say }: Turn, trace: KeyTrace): string[] {
  return trace === 'none' ? [] : [say(`message-${trace}`)];
}

function registeredText({ say }: Turn, { key, name }: StoredKey): string {
  const shown = maskKey(key);
  return name === undefined
    ? say('registered', { key: shown })
    : say('registered-named', { key: shown, name });
}

function problemText({ say }: Turn, problem: KeyFormProblem): string {
  return say(`form-${problem}`, { min: MIN_KEY_LENGTH, max: MAX_KEY_LENGTH });
}

/** What may be done with a key that waits: with others there, it may take the place of one. */
function offerButtons({ say }: Turn, offerId: string, keys: readonly StoredKey[]): Button[] {
  const button = (
    label: string,
    press: string,
    style: 'primary' | 'secondary',
    argument = offerId,
  ): Button => ({
    kind: 'action',
    label,
    style,
    action: { command: 'key set', press, argument },
  });
  const discard = button(say('button-discard'), 'discard', 'secondary');
  if (keys.length === 0) return [button(say('button-store'), 'store', 'primary'), discard];
  const replacing = keys.map((key) =>
    button(say('button-replace', { key: labelOf(key) }), 'replace', 'secondary', offerId + REPLACES + key.id),
  );
  return [button(say('button-add'), 'store', 'primary'), ...replacing, discard];
}
