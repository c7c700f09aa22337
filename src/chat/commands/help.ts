import type { Command, Turn } from '../command.ts';
import { enterKeyButton } from '../guidance.ts';
import type { Reply } from '../reply.ts';

/** In a group, help is short and leads to the private chat. */
export async function showHelp(turn: Turn): Promise<Reply> {
  const { say, request, services } = turn;
  if (request.place === 'group') {
    return {
      outcome: 'ok',
      tone: 'neutral',
      paragraphs: [say('group-help')],
      buttons: [{ kind: 'private-chat', label: say('button-private-chat'), command: 'start' }],
    };
  }
  const { platform } = request;
  return {
    outcome: 'ok',
    tone: 'neutral',
    title: say('help-title'),
    paragraphs: [
      say('help-commands', { platform }),
      say('help-key', { platform, messages: services.messages[platform] }),
      say('help-where', { url: services.keyPageUrl }),
    ],
    buttons: [enterKeyButton(turn), { kind: 'link', label: say('button-get-key'), url: services.keyPageUrl }],
  };
}

export const help: Command = { name: 'help', personal: false, run: showHelp };
