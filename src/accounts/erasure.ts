import type { Identity } from '../identity.ts';
import type { Records } from '../records/records.ts';
import type { LinkCodes } from './link-codes.ts';
import { Sides } from './sides.ts';

export interface Erased {
  /** Whether anything was stored. */
  readonly any: boolean;
  /** The other chats that shared the account. Of them everything is erased, too. */
  readonly others: readonly Identity[];
}

/** Erases everything that is stored of a person, in all chats that are linked. */
export class Erasure {
  readonly #records: Records;
  readonly #codes: LinkCodes;
  readonly #sides: Sides;

  constructor(records: Records, codes: LinkCodes) {
    this.#records = records;
    this.#codes = codes;
    this.#sides = new Sides(records);
  }

  /** At one moment; then makes it unreadable in the files, too. */
  async erase(user: Identity): Promise<Erased> {
    const erased = await this.#sides.exclusively([user], async (sides): Promise<Erased> => {
      const identities = sides.flatMap((side) => side.identities);
      const codes = await Promise.all(identities.map((each) => this.#codes.namesOf(each)));
      const owners = [...new Set([...sides.map(({ owner }) => owner), ...identities])];
      return {
        any: await this.#records.eraseHeld(owners, codes.flat()),
        others: identities.filter((each) => each !== user),
      };
    });
    await this.#records.scrub();
    return erased;
  }
}
