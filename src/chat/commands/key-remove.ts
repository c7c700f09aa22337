import type { StoredKey } from '../../keys/account.ts';
import { maskKey } from '../../keys/key-form.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton } from '../guidance.ts';
import { findNamed, KEY_NAME, keyChoices, keysIn } from '../key-labels.ts';
import { unknownKey } from '../redirections.ts';
import type { Button, Reply } from '../reply.ts';

/** Stands for the keys of a record that does not open, which have no id to go by. */
const UNREADABLE = 'unreadable';

async function ask(turn: Turn, name?: string): Promise<Reply> {
  const { say, services } = turn;
  const found = await services.vault.find(await turn.owner());
  if (found.kind === 'none') return nothing(turn);
  if (found.kind === 'unreadable') return confirmation(turn, say('remove-unreadable'), UNREADABLE);
  const { keys } = found.value;
  const [only] = keys.length === 1 ? keys : [];
  const chosen = name === undefined ? only : findNamed(keys, name);
  if (chosen !== undefined) return confirmation(turn, say('remove', { key: shown(chosen) }), chosen.id);
  return name === undefined ? whichOne(turn, keys) : unknownKey(turn, keys);
}

function whichOne({ say }: Turn, keys: readonly StoredKey[]): Reply {
  return {
    outcome: 'asked',
    tone: 'neutral',
    paragraphs: [say('remove-which')],
    buttons: keyChoices(keys, { command: 'key remove', press: 'ask' }),
  };
}

function confirmation({ say }: Turn, text: string, argument: string): Reply {
  const button = (id: string, press: string, style: 'danger' | 'secondary'): Button => ({
    kind: 'action',
    label: say(id),
    style,
    action: { command: 'key remove', press, argument },
  });
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('remove-title'),
    paragraphs: [text],
    buttons: [button('button-remove', 'confirm', 'danger'), button('button-keep', 'keep', 'secondary')],
  };
}

async function confirm(turn: Turn, argument = ''): Promise<Reply> {
  const { say, services, request } = turn;
  const owner = await turn.owner();
  const found = await services.vault.find(owner);
  if (found.kind === 'none') return nothing(turn);
  // A press on an old question must not remove a key that was registered since.
  const meant = (found.kind === 'unreadable') === (argument === UNREADABLE);
  const removed =
    meant && (await services.vault.remove(owner, argument === UNREADABLE ? undefined : argument));
  const { platform } = request;
  if (!removed)
    return { outcome: 'changed', tone: 'neutral', paragraphs: [say('remove-changed', { platform })] };
  const left = keysIn(await services.vault.find(owner)).length;
  return {
    outcome: 'removed',
    tone: 'neutral',
    title: say('removed-title'),
    paragraphs: [left === 0 ? say('removed', { platform }) : say('removed-one', { left })],
    buttons: [enterKeyButton(turn)],
  };
}

async function keep({ say, services, owner }: Turn, argument?: string): Promise<Reply> {
  const key = keysIn(await services.vault.find(await owner())).find(({ id }) => id === argument);
  const text = key === undefined ? say('kept-any') : say('kept', { key: shown(key) });
  return { outcome: 'kept', tone: 'neutral', paragraphs: [text] };
}

function nothing({ say }: Turn): Reply {
  return { outcome: 'no-key', tone: 'neutral', paragraphs: [say('remove-nothing')] };
}

function shown({ name, key }: StoredKey): string {
  return name === undefined ? maskKey(key) : `${name} · ${maskKey(key)}`;
}

export const keyRemove: Command = {
  name: 'key remove',
  flatName: 'removekey',
  personal: true,
  options: [KEY_NAME],
  run: (turn, { name }) => ask(turn, name),
  presses: { ask, confirm, keep },
};
