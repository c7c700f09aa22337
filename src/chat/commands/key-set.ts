import type { KeyFormProblem } from '../../keys/key-form.ts';
import { MAX_KEY_LENGTH, MIN_KEY_LENGTH, maskKey, parseKey } from '../../keys/key-form.ts';
import { OFFER_LIFETIME_MS } from '../../keys/vault.ts';
import type { Secret } from '../../secret.ts';
import { balanceReport, failureForLog, failureText } from '../balance-report.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton, guidance, steps } from '../guidance.ts';
import type { Reply } from '../reply.ts';
import type { KeyTrace } from '../request.ts';

const OFFER_MINUTES = OFFER_LIFETIME_MS / 60_000;

/** Registers a key, and answers with its balance or with what to do next. */
export async function registerKey(turn: Turn, key: Secret, trace: KeyTrace): Promise<Reply> {
  const { say, services, request } = turn;
  const outcome = await services.balances.register(request.user, key);
  const note = traceNote(turn, trace);
  switch (outcome.kind) {
    case 'registered': {
      const report = balanceReport(turn, outcome);
      return {
        ...report,
        outcome: 'registered',
        title: say('registered-title'),
        paragraphs: [say('registered', { key: maskKey(key) }), ...note, ...report.paragraphs],
      };
    }
    case 'refused': {
      const reply = guidance(turn, { kind: 'refused', key, ...(outcome.kept && { kept: outcome.kept.key }) });
      return { ...reply, paragraphs: [...reply.paragraphs, ...note] };
    }
    case 'forgotten':
      return {
        outcome: 'forgotten',
        tone: 'neutral',
        paragraphs: [say('forgotten-meanwhile', { platform: request.platform })],
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
        buttons: [
          {
            kind: 'action',
            label: say('button-store'),
            style: 'primary',
            action: { command: 'key set', press: 'store', argument: outcome.offerId },
          },
          {
            kind: 'action',
            label: say('button-discard'),
            style: 'secondary',
            action: { command: 'key set', press: 'discard', argument: outcome.offerId },
          },
        ],
      };
  }
}

/** Registers what was typed into the form, or says why that is no key. */
export async function submitKeyForm(turn: Turn, text: Secret): Promise<Reply> {
  const form = parseKey(text.reveal());
  if (form.kind === 'key') return registerKey(turn, form.key, 'none');
  return {
    outcome: 'no-key-form',
    reason: form.problem,
    tone: 'problem',
    title: turn.say('hint-title'),
    paragraphs: [problemText(turn, form.problem), turn.say('form-nothing-changed')],
    buttons: [enterKeyButton(turn)],
  };
}

function problemText({ say }: Turn, problem: KeyFormProblem): string {
  return say(`form-${problem}`, { min: MIN_KEY_LENGTH, max: MAX_KEY_LENGTH });
}

/** What became of the message with the key, and what its author should do about it. */
export function traceNote({ say }: Turn, trace: KeyTrace): string[] {
  return trace === 'none' ? [] : [say(`message-${trace}`)];
}

async function storeUnchecked(turn: Turn, offerId = ''): Promise<Reply> {
  const { say, services, request } = turn;
  const stored = await services.balances.registerUnchecked(request.user, offerId);
  if (stored === undefined) return offerOver(turn);
  return {
    outcome: 'stored-unchecked',
    tone: 'neutral',
    title: say('stored-unchecked-title'),
    paragraphs: [say('stored-unchecked', { key: maskKey(stored.key) })],
    buttons: [
      {
        kind: 'action',
        label: say('button-refresh'),
        style: 'primary',
        action: { command: 'balance', press: 'refresh' },
      },
    ],
  };
}

async function discard(turn: Turn, offerId = ''): Promise<Reply> {
  const { say, services, request } = turn;
  const key = await services.vault.findOffer(request.user, offerId);
  if (key === undefined) return offerOver(turn);
  await services.vault.dropOffer(request.user);
  return {
    outcome: 'discarded',
    tone: 'neutral',
    paragraphs: [say('offer-dropped', { key: maskKey(key) })],
  };
}

function offerOver(turn: Turn): Reply {
  return {
    outcome: 'offer-over',
    tone: 'neutral',
    title: turn.say('offer-over-title'),
    paragraphs: [turn.say('offer-over'), steps(turn)],
    buttons: [enterKeyButton(turn)],
  };
}

export const keySet: Command = {
  name: 'key set',
  personal: true,
  form: ({ say }) => ({
    title: say('key-form-title'),
    field: say('key-form-field'),
    placeholder: say('key-form-placeholder'),
  }),
  run: async (turn) => guidance(turn, { kind: 'no-key' }),
  presses: { store: storeUnchecked, discard },
};
