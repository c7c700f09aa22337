import type { KeysStay } from '../../accounts/linking.ts';
import { chatNames, PLATFORM_NAMES } from '../chat-names.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import type { Button, Reply } from '../reply.ts';
import { tell } from '../telling.ts';

async function ask(turn: Turn): Promise<Reply> {
  const { say, locale, services, request } = turn;
  const others = await services.linking.othersOf(request.user);
  if (others.length === 0) return notLinked(turn);
  const button = (id: string, press: string, style: 'danger' | 'secondary'): Button => ({
    kind: 'action',
    label: say(id),
    style,
    action: { command: 'unlink', press },
  });
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('unlink-title'),
    paragraphs: [say('unlink', { chats: chatNames(others, locale) }), say('unlink-keys')],
    buttons: [
      button('button-unlink-everywhere', 'everywhere', 'danger'),
      button('button-unlink-here', 'here', 'danger'),
      button('button-stay-linked', 'stay', 'secondary'),
    ],
  };
}

async function part(turn: Turn, keysStay: KeysStay): Promise<Reply> {
  const { say, services, request } = turn;
  const outcome = await services.linking.unlink(request.user, keysStay);
  if (outcome.kind === 'not-linked') return notLinked(turn);
  if (outcome.kind === 'unreadable') return guidance(turn, { kind: 'unreadable', problem: outcome.problem });
  const chat = PLATFORM_NAMES[request.platform];
  await tell(services, outcome.others, (sayThere) => ({
    outcome: 'unlinked',
    tone: 'neutral',
    title: sayThere('unlinked-title'),
    paragraphs: [
      keysStay === 'here' ? sayThere('unlinked-told-here', { chat }) : sayThere('unlinked-told', { chat }),
    ],
  }));
  return {
    outcome: 'unlinked',
    tone: 'neutral',
    title: say('unlinked-title'),
    paragraphs: [keysStay === 'here' ? say('unlinked-here') : say('unlinked')],
  };
}

async function stay({ say }: Turn): Promise<Reply> {
  return { outcome: 'kept', tone: 'neutral', paragraphs: [say('stay-linked')] };
}

function notLinked({ say }: Turn): Reply {
  return { outcome: 'not-linked', tone: 'neutral', paragraphs: [say('not-linked')] };
}

export const unlink: Command = {
  name: 'unlink',
  personal: true,
  run: ask,
  presses: {
    everywhere: (turn) => part(turn, 'everywhere'),
    here: (turn) => part(turn, 'here'),
    stay,
  },
};
