import { maskKey } from '../../keys/key-form.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton } from '../guidance.ts';
import type { Button, Reply } from '../reply.ts';

/** Stands for the key of a record that does not open, which has no id to go by. */
const UNREADABLE = 'unreadable';

async function ask(turn: Turn): Promise<Reply> {
  const { say, services, request } = turn;
  const found = await services.vault.find(request.user);
  if (found.kind === 'none')
    return { outcome: 'no-key', tone: 'neutral', paragraphs: [say('remove-nothing')] };
  const readable = found.kind === 'found';
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('remove-title'),
    paragraphs: [readable ? say('remove', { key: maskKey(found.value.key) }) : say('remove-unreadable')],
    buttons: confirmButtons(turn, readable ? found.value.id : UNREADABLE),
  };
}

function confirmButtons({ say }: Turn, argument: string): Button[] {
  const button = (id: string, press: string, style: 'danger' | 'secondary'): Button => ({
    kind: 'action',
    label: say(id),
    style,
    action: { command: 'key remove', press, argument },
  });
  return [button('button-remove', 'confirm', 'danger'), button('button-keep', 'keep', 'secondary')];
}

async function confirm(turn: Turn, argument: string | undefined): Promise<Reply> {
  const { say, services, request } = turn;
  const found = await services.vault.find(request.user);
  // A press on an old question must not remove a key that was registered since.
  const meant =
    found.kind === 'unreadable' ? argument === UNREADABLE : found.kind === 'found' && argument !== UNREADABLE;
  const removed =
    meant &&
    (await services.balances.unregister(request.user, argument === UNREADABLE ? undefined : argument));
  if (removed) {
    return {
      outcome: 'removed',
      tone: 'neutral',
      title: say('removed-title'),
      paragraphs: [say('removed', { platform: request.platform })],
      buttons: [enterKeyButton(turn)],
    };
  }
  return found.kind === 'none'
    ? { outcome: 'no-key', tone: 'neutral', paragraphs: [say('remove-nothing')] }
    : {
        outcome: 'changed',
        tone: 'neutral',
        paragraphs: [say('remove-changed', { platform: request.platform })],
      };
}

async function keep({ say, services, request }: Turn): Promise<Reply> {
  const found = await services.vault.find(request.user);
  const text = found.kind === 'found' ? say('kept', { key: maskKey(found.value.key) }) : say('kept-any');
  return { outcome: 'kept', tone: 'neutral', paragraphs: [text] };
}

export const keyRemove: Command = {
  name: 'key remove',
  flatName: 'removekey',
  personal: true,
  run: ask,
  presses: { confirm, keep },
};
