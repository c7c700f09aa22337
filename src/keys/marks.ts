import { z } from 'zod';
import { Accounts } from '../accounts/accounts.ts';
import type { Identity, Owner } from '../identity.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import { keyId } from './account.ts';
import { newId } from './offers.ts';

const marks = z.object({ marks: z.array(z.object({ id: keyId, at: moment })) });

const MARKS: RecordFormat<typeof marks> = { kind: 'mark', version: 1, schema: marks };

/** Far longer than a question to the provider can be under way, in milliseconds. */
const LIFETIME_MS = 15 * 60_000;

/** Stands for something that was begun for an owner. */
export interface Mark {
  readonly id: string;
  readonly owner: Owner;
  readonly user: Identity | undefined;
}

/**
 * Marks of what is under way for a person, so that nothing is stored of somebody who was erased meanwhile, by
 * whichever process: with everything else of them their marks are erased, too.
 */
export class Marks {
  readonly #records: Records;
  readonly #owners: Accounts;
  readonly #marks: SealedRecords<typeof marks>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#records = records;
    this.#owners = new Accounts(records);
    this.#marks = records.of(MARKS);
    this.#now = now;
  }

  /** @param user whose account it was found to be; the mark does not hold when by then it is another's */
  set(owner: Owner, user?: Identity): Promise<Mark> {
    const mark = { id: newId(), owner, user };
    const marked = user ?? owner;
    return this.#records.exclusively(marked, async () => {
      const others = (await this.#of(marked)).filter((each) => !this.#isOver(each));
      await this.#marks.set(marked, { marks: [...others, { id: mark.id, at: this.#now() }] });
      return mark;
    });
  }

  /** Whether neither the person was erased nor the account is another's now. To be asked in a transaction. */
  async holds({ id, owner, user }: Mark): Promise<boolean> {
    const held = await this.#of(user ?? owner);
    if (!held.some((each) => each.id === id)) return false;
    return user === undefined || (await this.#owners.ownerOf(user)) === owner;
  }

  /** Takes one away, in a transaction. */
  async drop({ id, owner, user }: Mark): Promise<void> {
    const marked = user ?? owner;
    const held = await this.#of(marked);
    const left = held.filter((each) => each.id !== id);
    if (left.length === 0) await this.#marks.delete(marked);
    else if (left.length < held.length) await this.#marks.set(marked, { marks: left });
  }

  /** Erases those of work that was broken off. */
  sweep(): Promise<void> {
    return this.#marks.sweep(({ marks: all }) => all.every((each) => this.#isOver(each)));
  }

  async #of(marked: Owner): Promise<z.output<typeof marks>['marks']> {
    const found = await this.#marks.get(marked);
    return found.kind === 'found' ? found.value.marks : [];
  }

  #isOver({ at }: { readonly at: number }): boolean {
    return this.#now() - at >= LIFETIME_MS;
  }
}
