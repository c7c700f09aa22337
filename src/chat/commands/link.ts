import type { Command } from '../command.ts';
import { showLinkCode, typeLinkCode } from '../linking.ts';

export const link: Command = {
  name: 'link',
  personal: true,
  budget: ({ code }) => (code === undefined ? undefined : 'link-codes'),
  options: [{ name: 'code', type: 'text' }],
  run: (turn, { code }) => (code === undefined ? showLinkCode(turn) : typeLinkCode(turn, code)),
};
