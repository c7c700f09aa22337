import { balanceReport, failureReport, staleReport } from '../balance-report.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import type { Reply } from '../reply.ts';

async function showBalance(turn: Turn): Promise<Reply> {
  const outcome = await turn.services.balances.balanceOf(turn.request.user);
  switch (outcome.kind) {
    case 'ok':
      return balanceReport(turn, outcome);
    case 'no-key':
      return guidance(turn, { kind: 'no-key' });
    case 'unauthorized':
      return guidance(turn, { kind: outcome.key.verified ? 'stopped' : 'unverified', key: outcome.key.key });
    case 'unreadable-key':
      return guidance(turn, { kind: 'unreadable', problem: outcome.problem });
    case 'failed':
      return outcome.past
        ? staleReport(turn, outcome.key, outcome.past, outcome.failure)
        : failureReport(turn, outcome.failure);
  }
}

export const balance: Command = {
  name: 'balance',
  personal: true,
  budget: 'look-ups',
  run: showBalance,
  presses: {
    refresh: async (turn) => ({ ...(await showBalance(turn)), whenUnchanged: turn.say('up-to-date') }),
  },
};
