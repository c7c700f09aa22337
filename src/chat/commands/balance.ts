import type { StoredKey } from '../../keys/account.ts';
import { SLOTS } from '../../records/kinds.ts';
import { balanceReport, failureReport, staleReport } from '../balance-report.ts';
import { balancesReport } from '../balances-report.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import { findNamed, KEY_NAME } from '../key-labels.ts';
import { unknownKey } from '../redirections.ts';
import type { Reply } from '../reply.ts';

async function showBalance(turn: Turn, name?: string): Promise<Reply> {
  const owner = await turn.owner();
  const found = await turn.services.vault.find(owner);
  if (found.kind === 'none') return guidance(turn, { kind: 'no-key' });
  if (found.kind === 'unreadable') return guidance(turn, { kind: 'unreadable', problem: found.problem });
  const { keys } = found.value;
  const [only] = keys.length === 1 ? keys : [];
  const chosen = name === undefined ? only : findNamed(keys, name);
  if (chosen !== undefined) return showOne(turn, chosen);
  if (name !== undefined) return unknownKey(turn, keys);
  return balancesReport(
    turn,
    await Promise.all(keys.slice(0, SLOTS).map((key) => turn.services.balances.balanceOf(owner, key))),
  );
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
