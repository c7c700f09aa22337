import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { dieAnywhere } from './die-anywhere.ts';
import type { OpenAccounts } from './open-accounts.ts';

const A: Identity = 'discord:123456789012345678';
const B: Identity = 'telegram:4242424242';
const C: Identity = 'telegram:4343434343';

const OF_A = ['work sk-work-of-a 1', '- sk-plain-of-a 1'];
const OF_B = ['work sk-work-of-b 1'];
const OF_BOTH = [...OF_A, 'work 2 sk-work-of-b 1'];

async function fill(open: OpenAccounts): Promise<void> {
  await open.register(A, 'sk-work-of-a', 'work');
  await open.register(A, 'sk-plain-of-a');
  await open.register(B, 'sk-work-of-b', 'work');
}

/** What is stored, by kind. */
async function kindsIn({ storage }: OpenAccounts): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const page of storage.pages()) kinds.push(...page.map(({ name }) => name.split(':')[0] ?? ''));
  return kinds.filter((kind) => kind !== 'probe' && kind !== 'index-key' && kind !== 'link-code').toSorted();
}

const APART = ['account', 'account', 'history', 'history', 'history'];
const LINKED = ['account', 'history', 'history', 'history', 'link', 'link'];

describe('a process that dies', () => {
  it('while it links chats leaves them as they were, or linked, and nothing of it comes back later', async () => {
    let outcomes = '';
    const writes = await dieAnywhere(
      fill,
      (open) => open.link(A, B),
      async (open) => {
        const isLinked = (await open.linking.othersOf(A)).length > 0;
        outcomes += isLinked ? 'l' : 'a';
        expect(await open.linking.othersOf(B)).toEqual(isLinked ? [A] : []);
        expect(await open.seenBy(A)).toEqual(isLinked ? OF_BOTH : OF_A);
        expect(await open.seenBy(B)).toEqual(isLinked ? OF_BOTH : OF_B);
        if (!isLinked) return expect(await kindsIn(open)).toEqual(APART);
        // Without the sweep: what is left under the names of the chats must not be found again.
        expect((await open.linking.unlink(A, 'here')).kind).toBe('unlinked');
        expect([await open.seenBy(A), await open.seenBy(B)]).toEqual([OF_BOTH, []]);
        await open.linking.sweep();
        expect([await open.seenBy(A), await open.seenBy(B)]).toEqual([OF_BOTH, []]);
        expect(await kindsIn(open)).toEqual(['account', 'history', 'history', 'history']);
      },
    );
    expect(outcomes).toMatch(/^a+l+$/);
    expect(outcomes).toHaveLength(writes + 1);
  });

  it('while it links chats leaves what a sweep erases', async () => {
    await dieAnywhere(
      fill,
      (open) => open.link(A, B),
      async (open) => {
        const isLinked = (await open.linking.othersOf(A)).length > 0;
        await open.linking.sweep();
        expect(await kindsIn(open)).toEqual(isLinked ? LINKED : APART);
        expect(await open.seenBy(B)).toEqual(isLinked ? OF_BOTH : OF_B);
      },
    );
  });

  it.each(['everywhere', 'here'] as const)(
    'while it parts two chats (keys %s) leaves them linked, or parted',
    async (keysStay) => {
      let outcomes = '';
      await dieAnywhere(
        async (open) => {
          await fill(open);
          await open.link(A, B);
        },
        (open) => open.linking.unlink(A, keysStay),
        async (open) => {
          const isLinked = (await open.linking.othersOf(A)).length > 0;
          outcomes += isLinked ? 'l' : 'a';
          const ofB = isLinked || keysStay === 'everywhere' ? OF_BOTH : [];
          expect([await open.seenBy(A), await open.seenBy(B)]).toEqual([OF_BOTH, ofB]);
          // Whatever became of it, the chats can be linked and go on.
          if (!isLinked) expect((await open.link(B, A)).kind).toBe('linked');
          await open.linking.sweep();
          expect(await open.seenBy(B)).toEqual(OF_BOTH);
          expect(await kindsIn(open)).toEqual(LINKED);
        },
      );
      expect(outcomes).toMatch(/^l+a+$/);
    },
  );

  it('while it parts one chat of three leaves all of them one way', async () => {
    await dieAnywhere(
      async (open) => {
        await fill(open);
        await open.link(A, B);
        await open.link(A, C);
      },
      (open) => open.linking.unlink(C, 'here'),
      async (open) => {
        const isLinked = (await open.linking.othersOf(C)).length > 0;
        expect(await open.seenBy(C)).toEqual(OF_BOTH);
        expect(await open.linking.othersOf(A)).toEqual(isLinked ? [B, C] : [B]);
        for (const chat of [A, B]) expect(await open.seenBy(chat)).toEqual(isLinked ? OF_BOTH : []);
      },
    );
  });

  it('while it erases linked chats leaves all, or nothing', async () => {
    await dieAnywhere(
      async (open) => {
        await fill(open);
        await open.link(A, B);
      },
      (open) => open.erasure.erase(B),
      async (open) => {
        const kinds = await kindsIn(open);
        expect(kinds).toEqual(kinds.length === 0 ? [] : LINKED);
        for (const chat of [A, B]) expect(await open.seenBy(chat)).toEqual(kinds.length === 0 ? [] : OF_BOTH);
      },
    );
  });
});
