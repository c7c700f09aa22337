import type { Command, Turn } from '../command.ts';
import { enterKeyButton } from '../guidance.ts';
import type { Button, Reply } from '../reply.ts';

async function ask(turn: Turn): Promise<Reply> {
  const { say } = turn;
  const button = (id: string, press: string, style: 'danger' | 'secondary'): Button => ({
    kind: 'action',
    label: say(id),
    style,
    action: { command: 'forget', press },
  });
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('forget-title'),
    paragraphs: [say('forget')],
    buttons: [button('button-forget', 'confirm', 'danger'), button('button-keep-all', 'keep', 'secondary')],
  };
}

async function confirm(turn: Turn): Promise<Reply> {
  const { say, services, request } = turn;
  const erased = await services.erase(request.user);
  if (!erased) return { outcome: 'nothing-stored', tone: 'neutral', paragraphs: [say('forget-nothing')] };
  return {
    outcome: 'forgotten',
    tone: 'neutral',
    title: say('forgotten-title'),
    paragraphs: [say('forgotten', { platform: request.platform })],
    buttons: [enterKeyButton(turn)],
  };
}

async function keep({ say }: Turn): Promise<Reply> {
  return { outcome: 'kept', tone: 'neutral', paragraphs: [say('kept-any')] };
}

export const forget: Command = {
  name: 'forget',
  personal: true,
  run: ask,
  presses: { confirm, keep },
};
