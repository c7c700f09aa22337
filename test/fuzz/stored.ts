import fc from 'fast-check';
import { type Kind, PLACES, type Place } from '../../src/records/kinds.ts';
import { hostileText } from './hostile-text.ts';
import { SHAPES } from './stored-shapes.ts';

/** A record of a user: as it stands in the store, or what was sealed into it. */
export type AnyRecord = Place & ({ readonly raw: string } | { readonly plaintext: string });

/** A record at that place, as somebody may have written it. */
function recordAt(place: Place): fc.Arbitrary<AnyRecord> {
  const { version: now, value: shaped } = SHAPES[place.kind];
  const versioned = fc.tuple(fc.constantFrom(now, now, now, now, 0, 1, 2, 3, -1), shaped);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: versioned.map(([version, value]) => ({
        ...place,
        plaintext: JSON.stringify({ version, value }),
      })),
    },
    shaped.map((value) => ({ ...place, plaintext: JSON.stringify(value) })),
    fc.oneof(hostileText(), fc.json()).map((plaintext) => ({ ...place, plaintext })),
    hostileText().map((raw) => ({ ...place, raw })),
  );
}

/** Where what a person has of their first two keys is. */
const NEAR: readonly Place[] = PLACES.filter(({ slot }) => slot === undefined || slot < 2);

/** What leads to another account, besides which nothing of a person would be looked at. */
const LEADING_AWAY: ReadonlySet<Kind> = new Set(['link']);

/** At most one record at each place. */
export const anyRecords: fc.Arbitrary<readonly AnyRecord[]> = fc
  .tuple(fc.subarray([...NEAR], { minLength: 1 }), fc.nat(9))
  .chain(([places, dice]) =>
    fc.tuple(...places.filter(({ kind }) => dice === 0 || !LEADING_AWAY.has(kind)).map(recordAt)),
  );
