import type { StoredKey } from '../../keys/account.ts';
import { maskKey } from '../../keys/key-form.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton, guidance } from '../guidance.ts';
import { labelOf } from '../key-labels.ts';
import { withoutMarkup } from '../markup.ts';
import type { Field, Reply } from '../reply.ts';
import { formatMoment } from '../times.ts';

/** Which keys are registered, shown masked. */
export async function showKeys(turn: Turn): Promise<Reply> {
  const { say, services } = turn;
  const { platform } = turn.request;
  const found = await services.vault.find(await turn.owner());
  if (found.kind === 'none') return guidance(turn, { kind: 'no-key' });
  if (found.kind === 'unreadable') return guidance(turn, { kind: 'unreadable', problem: found.problem });
  const { keys } = found.value;
  const [only] = keys.length === 1 ? keys : [];
  return {
    outcome: 'ok',
    tone: 'neutral',
    title: say(only ? 'key-title' : 'keys-title'),
    paragraphs: [
      ...(only ? [keyText(turn, only)] : []),
      say(only ? 'key-replace' : 'keys-change', { platform, messages: services.messages[platform] }),
    ],
    ...(!only && {
      fields: keys.map((key) => fieldOf(turn, key)),
    }),
    buttons: [enterKeyButton(turn)],
  };
}

/** A key without a name is called by what is shown of it, which need not be said twice. */
function fieldOf(turn: Turn, key: StoredKey): Field {
  const { say, locale, timeZone } = turn;
  const since = say('key-since', { date: formatMoment(key.addedAt, locale, timeZone) });
  const value =
    key.name !== undefined ? keyText(turn, key) : key.verified ? since : `${since} ${say('key-unchecked')}`;
  return { label: labelOf(key), value: withoutMarkup(value) };
}

function keyText({ say, locale, timeZone }: Turn, { key, addedAt, verified }: StoredKey): string {
  const shown = say('key-shown', { key: maskKey(key), date: formatMoment(addedAt, locale, timeZone) });
  return verified ? shown : `${shown} ${say('key-unchecked')}`;
}

export const keyShow: Command = {
  name: 'key show',
  platforms: ['discord'],
  personal: true,
  run: showKeys,
};
