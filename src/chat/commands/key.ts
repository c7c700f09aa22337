import { parseKeyName } from '../../keys/key-name.ts';
import type { Command } from '../command.ts';
import { findNamed, keysOf } from '../key-labels.ts';
import { nameProblem } from '../naming.ts';
import { showKeys } from './key-show.ts';

/** Where there are neither sub-commands nor forms: shows the keys, or asks for one to go by a name. */
export const key: Command = {
  name: 'key',
  platforms: ['telegram'],
  personal: true,
  options: [{ name: 'name', type: 'text' }],
  async run(turn, { name }) {
    if (name === undefined) return showKeys(turn);
    const form = parseKeyName(name);
    if (form.kind === 'no-name') return nameProblem(turn, form.problem);
    const { say, services, request } = turn;
    await services.prompts.expect(request.user, { what: 'key', name: form.name });
    const known = findNamed(await keysOf(turn), form.name) !== undefined;
    return {
      outcome: 'asked',
      tone: 'neutral',
      paragraphs: [
        say(known ? 'prompt-key-replacing' : 'prompt-key', { name: form.name }),
        say('guidance-find-again', { url: services.keyPageUrl }),
      ],
      buttons: [{ kind: 'link', label: say('button-get-key'), url: services.keyPageUrl }],
    };
  },
};
