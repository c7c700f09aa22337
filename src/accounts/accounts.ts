import { z } from 'zod';
import type { Identity, Owner } from '../identity.ts';
import { ownerSchema } from '../identity-schema.ts';
import type { Records } from '../records/records.ts';
import type { RecordFormat, SealedRecords } from '../records/sealed-records.ts';

/** Where an earlier version was broken off, the record of a chat may lead to the chat itself. */
const link = z.object({ account: ownerSchema });

export const LINKS: RecordFormat<typeof link> = { kind: 'link', version: 1, schema: link };

/**
 * Which account a person's chat belongs to.
 *
 * A person who uses the bot in one chat has an account of that chat's name. Chats that were linked share an
 * account with a name of its own, and each has a record that leads there.
 */
export class Accounts {
  readonly #links: SealedRecords<typeof link>;

  constructor(records: Records) {
    this.#links = records.of(LINKS);
  }

  async ownerOf(user: Identity): Promise<Owner> {
    const found = await this.#links.get(user);
    return found.kind === 'found' ? found.value.account : user;
  }
}
