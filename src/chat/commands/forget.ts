import { chatNames, PLATFORM_NAMES } from '../chat-names.ts';
import type { Command, Turn } from '../command.ts';
import { enterKeyButton } from '../guidance.ts';
import type { Button, Reply } from '../reply.ts';
import { prepareToTell } from '../telling.ts';

async function ask(turn: Turn): Promise<Reply> {
  const { say, locale, services, request } = turn;
  const others = await services.linking.othersOf(request.user);
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
    paragraphs: [
      say('forget'),
      ...(others.length > 0 ? [say('forget-linked', { chats: chatNames(others, locale) })] : []),
    ],
    buttons: [button('button-forget', 'confirm', 'danger'), button('button-keep-all', 'keep', 'secondary')],
  };
}

async function confirm(turn: Turn): Promise<Reply> {
  const { say, services, request } = turn;
  const others = await services.linking.othersOf(request.user);
  const chat = PLATFORM_NAMES[request.platform];
  const tellOthers = await prepareToTell(services, others, (sayThere) => ({
    outcome: 'forgotten',
    tone: 'neutral',
    title: sayThere('forgotten-title'),
    paragraphs: [sayThere('forgotten-told', { chat })],
  }));
  const { any } = await services.erase(request.user);
  if (!any) return { outcome: 'nothing-stored', tone: 'neutral', paragraphs: [say('forget-nothing')] };
  tellOthers();
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
