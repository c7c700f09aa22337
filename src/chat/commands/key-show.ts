import { maskKey } from '../../keys/key-form.ts';
import type { Command } from '../command.ts';
import { enterKeyButton, guidance } from '../guidance.ts';
import { formatMoment } from '../times.ts';

export const keyShow: Command = {
  name: 'key show',
  flatName: 'key',
  personal: true,
  async run(turn) {
    const { say, locale, services, request } = turn;
    const found = await services.vault.find(request.user);
    if (found.kind === 'none') return guidance(turn, { kind: 'no-key' });
    if (found.kind === 'unreadable') return guidance(turn, { kind: 'unreadable', problem: found.problem });
    const { key, addedAt, verified } = found.value;
    return {
      outcome: 'ok',
      tone: 'neutral',
      title: say('key-title'),
      paragraphs: [
        say('key-shown', { key: maskKey(key), date: formatMoment(addedAt, locale) }),
        ...(verified ? [] : [say('key-unchecked')]),
        say('key-replace', { platform: request.platform }),
      ],
      buttons: [enterKeyButton(turn)],
    };
  },
};
