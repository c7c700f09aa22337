import type { StoredKey } from '../../keys/account.ts';
import { balanceReport, failureReport, staleReport } from '../balance-report.ts';
import { balancesReport } from '../balances-report.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import { chooseKey } from '../key-choice.ts';
import { KEY_NAME } from '../key-labels.ts';
import type { Reply } from '../reply.ts';

async function showBalance(turn: Turn, name?: string): Promise<Reply> {
  const choice = await chooseKey(turn, name);
  switch (choice.kind) {
    case 'none':
      return choice.reply;
    case 'chosen':
      return showOne(turn, choice.key);
    case 'several': {
      const owner = await turn.owner();
      const { balances } = turn.services;
      return balancesReport(
        turn,
        await Promise.all(choice.keys.map((key) => balances.balanceOf(owner, key))),
      );
    }
  }
}

async function showOne(turn: Turn, key: StoredKey): Promise<Reply> {
  const outcome = await turn.services.balances.balanceOf(await turn.owner(), key);
  switch (outcome.kind) {
    case 'ok':
      return balanceReport(turn, outcome);
    case 'unauthorized':
      return guidance(turn, { kind: key.verified ? 'stopped' : 'unverified', key });
    case 'failed':
      return outcome.past
        ? staleReport(turn, outcome.key, outcome.past, outcome.failure)
        : failureReport(turn, outcome.key, outcome.failure);
  }
}

export const balance: Command = {
  name: 'balance',
  personal: true,
  budget: 'look-ups',
  options: [KEY_NAME],
  run: (turn, { name }) => showBalance(turn, name),
  presses: {
    refresh: async (turn, keyId) => ({
      ...(await showBalance(turn, keyId)),
      whenUnchanged: turn.say('up-to-date'),
    }),
  },
};
