import { parseArgs } from 'node:util';
import { claimForCopy } from '../../records/copy-note.ts';
import { INDEX_KEY } from '../../records/record-names.ts';
import { Records } from '../../records/records.ts';
import { CopyError, type Pass, StoreCopy } from '../../records/store-copy.ts';
import { isMissing, isStorageUrl, withoutPassword } from '../../storage/open-storage.ts';
import { encodingFault } from '../../storage/password.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Store } from '../../storage/store.ts';
import { type AdminCommand, type AdminContext, AdminError } from '../command.ts';
import { areTheSame, withStore } from '../named-store.ts';
import { startProgress } from '../progress.ts';
import { closedLines } from '../report.ts';

/** No pass catches up with a bot that always stores something. */
const MAX_PASSES = 10;

/**
 * Makes a store the same as the one that a bot is at work on, of whichever kinds they are.
 *
 * What runs out by itself is not moved: the counts of limits begin anew, the jobs of BullMQ are made again by the
 * bot that starts, and leases are free, so that an event which a platform delivers again over the move may be
 * answered twice.
 */
export const copy: AdminCommand = {
  name: 'copy',
  parameters: '--from URL --to URL',
  summary: 'moves all that is stored to another store, while the bot runs; may be broken off',
  run(context, args) {
    const from = addressIn(args, 'from');
    const to = addressIn(args, 'to');
    if (isMissing(from)) throw new AdminError(`There is no store at ${from}, seen from this folder.`);
    // Nothing is written to the source.
    return withStore('--from', from, { probe: false }, (source) =>
      withStore('--to', to, { probe: true }, async (target) => {
        const storeCopy = await begin(context, source, target, withoutPassword(to));
        try {
          return await catchUp(context, storeCopy, await source.count(), withoutPassword(to));
        } catch (error) {
          throw error instanceof CopyError ? new AdminError(error.message) : error;
        }
      }),
    );
  },
};

function addressIn(args: readonly string[], option: 'from' | 'to'): string {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, to: { type: 'string' } },
    strict: false,
  });
  const url = values[option];
  // Not repeated: what is no address may be a password.
  if (typeof url !== 'string' || !isStorageUrl(url))
    throw new AdminError(
      `Name both stores, each as STORE_URL would: ${copy.name} ${copy.parameters}. There is no such address behind --${option}.`,
    );
  const fault = encodingFault(url);
  if (fault !== undefined) throw new AdminError(`--${option} ${fault}. Nothing was copied.`);
  return url;
}

async function begin({ config }: AdminContext, source: Store, target: Store, to: string): Promise<StoreCopy> {
  if (await areTheSame(source, target)) throw new AdminError('--from and --to lead to the same store.');
  if (!(await isOfBot(source)))
    throw new AdminError('The store of --from is of no bot: it has no index key. Nothing was copied.');
  const records = await Records.open(source, config.keyRing);
  const claim = await claimForCopy(target, records);
  switch (claim.kind) {
    case 'claimed':
      return new StoreCopy(records, target, claim.note);
    case 'in-use':
      throw new AdminError(
        `The bot has worked on ${to} itself, so it is no copy under way. What is stored there would be lost, and nothing was copied. To begin anew: stop the bot, empty that store, copy again.`,
      );
    case 'other-records':
      throw new AdminError(
        `${to} holds records that are not from a copy of this store, and was left as it is. Name an empty store.`,
      );
  }
}

/** Passes over both stores until one finds them equal, or catches up no further. */
async function catchUp(
  { interrupted, print }: AdminContext,
  storeCopy: StoreCopy,
  count: number,
  to: string,
): Promise<number> {
  const passes: Pass[] = [];
  for (let before = Number.POSITIVE_INFINITY; passes.length < MAX_PASSES; ) {
    // Both stores are walked.
    const progress = startProgress(passes.length === 0 ? 'copying' : 'catching up', 2 * count);
    const pass = await storeCopy.pass(progress.advance, interrupted).finally(progress.stop);
    if (interrupted.aborted) {
      print('Broken off. Run it again to go on from there.');
      return 1;
    }
    passes.push(pass);
    const changes = changesIn(pass);
    if (changes === 0 || changes >= before) break;
    before = changes;
  }
  await storeCopy.finish();
  return report(passes, to, print);
}

function report(passes: readonly Pass[], to: string, print: AdminContext['print']): number {
  const last = passes.at(-1) ?? { total: 0, written: 0, deleted: 0, closed: [] };
  const [written, deleted] = [sum(passes, 'written'), sum(passes, 'deleted')];
  const changing = changesIn(last);
  print(
    `${written} records were copied to ${to} and read back, ${deleted} were deleted there that are gone. ` +
      (changing === 0
        ? `All ${last.total} records are the same in both stores.`
        : `The bot stores without a pause: ${changing} records had changed between the last two passes.`),
  );
  if (last.closed.length > 0) {
    print(`${last.closed.length} of them do not open, in either store, and were copied as they are:`);
    for (const line of closedLines(last)) print(line);
  }
  print(
    written + deleted === 0
      ? 'If the bot is stopped: set STORE_URL to the new store and start it. If not: stop it, and run this once more.'
      : 'Now stop the bot, run this once more for what it has stored since, set STORE_URL to the new store, and start it.',
  );
  print(
    'The old store stays as it is. Delete it when the bot runs on the new one: nobody is erased from it any more.',
  );
  return changing === 0 && last.closed.length === 0 ? 0 : 1;
}

function changesIn({ written, deleted }: Pass): number {
  return written + deleted;
}

function sum(passes: readonly Pass[], what: 'written' | 'deleted'): number {
  return passes.reduce((total, pass) => total + pass[what], 0);
}

async function isOfBot(storage: Storage): Promise<boolean> {
  return (await storage.get(INDEX_KEY)) !== undefined;
}
