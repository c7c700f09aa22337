import { OFFER_LIFETIME_MS } from '../../keys/offers.ts';
import type { Command } from '../command.ts';

export const privacy: Command = {
  name: 'privacy',
  personal: false,
  async run({ say, request: { platform } }) {
    return {
      outcome: 'ok',
      tone: 'neutral',
      title: say('privacy-title'),
      paragraphs: [
        say('privacy-what', { platform }),
        say('privacy-linked'),
        say('privacy-how'),
        say('privacy-who', { platform }),
        say('privacy-how-long', { minutes: OFFER_LIFETIME_MS / 60_000 }),
        say('privacy-erase', { platform }),
      ],
    };
  },
};
