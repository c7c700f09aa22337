import { maskKey } from '../../keys/key-form.ts';
import { parseKeyName } from '../../keys/key-name.ts';
import { balanceReport } from '../balance-report.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton, guidance, steps } from '../guidance.ts';
import { keysOf } from '../key-labels.ts';
import { askForName, nameProblem } from '../naming.ts';
import { forgottenMeanwhile, fullReply, nameTaken, REPLACES } from '../registration.ts';
import type { Button, Reply } from '../reply.ts';

async function take(turn: Turn, offerId: string, replaces?: string): Promise<Reply> {
  const { say, services, request } = turn;
  const owner = await turn.owner();
  const others = (await keysOf(turn)).filter(({ id }) => id !== replaces);
  const stored = await services.balances.takeOffer({ user: request.user, owner }, offerId, replaces);
  if (stored === undefined) return offerOver(turn);
  if (stored.kind === 'full') return fullReply(turn);
  if (stored.kind === 'name-taken') return nameTaken(turn, stored.name);
  if (stored.kind === 'erased') return forgottenMeanwhile(turn);
  const { key, name, verified } = stored.key;
  const isNameless = name === undefined && others.length > 0;
  const question = isNameless ? [await askForName(turn, stored.key)] : [];
  // With its first reading its history begins.
  const reading = verified ? await services.balances.balanceOf(owner, stored.key) : undefined;
  const report = reading?.kind === 'ok' ? balanceReport(turn, reading) : undefined;
  return {
    buttons: [showBalanceButton(turn)],
    ...report,
    outcome: verified ? 'stored' : 'stored-unchecked',
    tone: report?.tone ?? 'neutral',
    title: say(verified ? 'registered-title' : 'stored-unchecked-title'),
    paragraphs: [
      say(verified ? 'registered' : 'stored-unchecked', { key: maskKey(key) }),
      ...question,
      ...(report?.paragraphs ?? []),
    ],
  };
}

function replace(turn: Turn, argument = ''): Promise<Reply> {
  const [offerId = '', keyId] = argument.split(REPLACES);
  return take(turn, offerId, keyId);
}

async function discard(turn: Turn, offerId = ''): Promise<Reply> {
  const { say, services, request } = turn;
  const offer = await services.offers.find(request.user, offerId);
  if (offer === undefined) return offerOver(turn);
  await services.offers.drop(request.user);
  return {
    outcome: 'discarded',
    tone: 'neutral',
    paragraphs: [say('offer-dropped', { key: maskKey(offer.key) })],
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

function showBalanceButton({ say }: Turn): Button {
  return {
    kind: 'action',
    label: say('button-balance'),
    style: 'primary',
    action: { command: 'balance', press: 'refresh' },
  };
}

export const keySet: Command = {
  name: 'key set',
  platforms: ['discord'],
  personal: true,
  options: [{ name: 'name', type: 'text' }],
  form({ say }, { name }) {
    const form = name === undefined ? undefined : parseKeyName(name);
    if (form?.kind === 'no-name') return undefined;
    return {
      title: form === undefined ? say('key-form-title') : say('key-form-title-named', { name: form.name }),
      field: say('key-form-field'),
      placeholder: say('key-form-placeholder'),
      ...(form !== undefined && { name: form.name }),
    };
  },
  async run(turn, { name }) {
    const form = name === undefined ? undefined : parseKeyName(name);
    return form?.kind === 'no-name' ? nameProblem(turn, form.problem) : guidance(turn, { kind: 'no-key' });
  },
  presses: { store: (turn, offerId = '') => take(turn, offerId), replace, discard },
};
