import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../src/alerts/alert-book.ts';
import type { Book } from '../../src/alerts/book.ts';
import { dieAnywhere } from '../accounts/die-anywhere.ts';
import type { OpenAccounts } from '../accounts/open-accounts.ts';
import { keysIn } from '../records/open-vault.ts';

const A = 'discord:1';

/** Two keys; rules for all and for each, the warnings of one in a channel, and both have warned. */
async function fill(open: OpenAccounts): Promise<void> {
  const [work, play] = [
    await open.register(A, 'sk-work-of-a', 'work'),
    await open.register(A, 'sk-play-of-a', 'play'),
  ];
  const rule = (id: string, keyId?: string): Book['rules'][number] => ({
    id,
    kind: 'below',
    threshold: '50',
    chat: A,
    ...(keyId !== undefined && { keyId }),
  });
  const book: Book = {
    rules: [rule('all'), rule('work', work.id), rule('play', play.id)],
    channels: [{ keyId: work.id, platform: 'telegram', id: '-100', locale: 'en', figures: false, by: A }],
    firings: [work, play].map(({ id }) => ({ ruleId: 'all', keyId: id, at: 0, toppedUp: false })),
  };
  await open.storage.commit([new AlertBook(open.records).sealed(A, book)]);
}

/** Each key as it is shown, with what of the book is for it. */
async function look(open: OpenAccounts): Promise<readonly string[]> {
  const keys = await keysIn(open.vault, A);
  const { rules, channels, firings } = await new AlertBook(open.records).of(A);
  const of = [
    ...rules.map(({ id, keyId }) => [`rule ${id}`, keyId] as const),
    ...channels.map(({ id, keyId }) => [`channel ${id}`, keyId] as const),
    ...firings.map(({ ruleId, keyId }) => [`firing ${ruleId}`, keyId] as const),
  ];
  const nameOf = (id: string) => keys.find((key) => key.id === id)?.key.reveal() ?? 'no key';
  return of.map(([what, keyId]) => (keyId === undefined ? what : `${what}: ${nameOf(keyId)}`));
}

const BEFORE = [
  'rule all',
  'rule work: sk-work-of-a',
  'rule play: sk-play-of-a',
  'channel -100: sk-work-of-a',
  'firing all: sk-work-of-a',
  'firing all: sk-play-of-a',
];

describe('what is set for a key', () => {
  it.each([
    [
      'goes on for the one that takes its place',
      (open: OpenAccounts) => open.register(A, 'sk-next-of-a', 'work'),
      [
        'rule all',
        'rule work: sk-next-of-a',
        'rule play: sk-play-of-a',
        'channel -100: sk-next-of-a',
        'firing all: sk-play-of-a',
      ],
    ],
    [
      'ends with it',
      async (open: OpenAccounts) => {
        const work = (await keysIn(open.vault, A)).find(({ name }) => name === 'work');
        await open.vault.remove(A, work?.id);
      },
      ['rule all', 'rule play: sk-play-of-a', 'firing all: sk-play-of-a'],
    ],
  ] as const)('%s, at the same moment', async (_what, change, after) => {
    let outcomes = '';
    await dieAnywhere(fill, change, async (open) => {
      const isChanged = !(await open.seenBy(A)).some((key) => key.includes('sk-work-of-a'));
      outcomes += isChanged ? 'c' : 'b';
      expect(await look(open)).toEqual(isChanged ? after : BEFORE);
    });
    expect(outcomes).toMatch(/^b+c+$/);
  });

  it('stays for the same key, sent once more', async () => {
    await dieAnywhere(
      fill,
      (open) => open.register(A, 'sk-work-of-a'),
      async (open) => expect(await look(open)).toEqual(BEFORE),
    );
  });
});
