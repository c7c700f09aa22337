import type { Command } from '../command.ts';
import { enterKeyButton, steps } from '../guidance.ts';
import type { Button } from '../reply.ts';
import { showHelp } from './help.ts';

export const start: Command = {
  name: 'start',
  platforms: ['telegram'],
  personal: false,
  async run(turn) {
    const { say, request, services } = turn;
    if (request.place === 'group') return showHelp(turn);
    const registered = (await services.vault.find(await turn.owner())).kind === 'found';
    const link: Button = { kind: 'link', label: say('button-get-key'), url: services.keyPageUrl };
    return {
      outcome: 'ok',
      tone: 'neutral',
      title: say('welcome-title'),
      paragraphs: registered
        ? [say('welcome'), say('welcome-registered', { platform: request.platform })]
        : [say('welcome'), say('guidance-no-key'), steps(turn)],
      buttons: registered ? [] : [enterKeyButton(turn), link],
    };
  },
};
