import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Identity, Subject } from '../identity.ts';
import { identitySchema } from '../identity-schema.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import { LINK_CODE_ALPHABET, LINK_CODE_LENGTH, type LinkCode } from './link-code-form.ts';

const linkCode = z.object({ user: identitySchema, code: z.string(), expiresAt: moment });

const LINK_CODES: RecordFormat<typeof linkCode> = { kind: 'link-code', version: 1, schema: linkCode };

/** How long a code can be used, in milliseconds. */
export const LINK_CODE_LIFETIME_MS = 10 * 60_000;

/**
 * One-time codes that link the chat they were made in with the one they are typed in: one a chat.
 *
 * The same record is there twice: under the name of the code, to be found by who types it, and under that of
 * the chat, which says which code is its latest.
 */
export class LinkCodes {
  readonly #records: Records;
  readonly #codes: SealedRecords<typeof linkCode>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#records = records;
    this.#codes = records.of(LINK_CODES);
    this.#now = now;
  }

  /** A fresh code in place of any that the chat had. */
  make(user: Identity): Promise<LinkCode> {
    return this.#records.exclusively(user, async () => {
      await this.#records.storage.delete(...(await this.namesOf(user)));
      const code = newCode();
      const value = { user, code, expiresAt: this.#now() + LINK_CODE_LIFETIME_MS };
      const subjects: readonly Subject[] = [user, `code:${code}`];
      await this.#records.storage.commit(subjects.map((subject) => this.#codes.sealed(subject, value)));
      return code;
    });
  }

  /** The chat that a code was made in; `undefined` where there is no such code, or its time has run out. */
  async find(code: LinkCode): Promise<Identity | undefined> {
    const found = await this.#codes.get(`code:${code}`);
    if (found.kind !== 'found' || this.#isOver(found.value)) return undefined;
    const { user } = found.value;
    const latest = await this.#codes.get(user);
    return latest.kind === 'found' && latest.value.code === code ? user : undefined;
  }

  /** Uses a code up, for who holds its chat exclusively. Of several, other processes too, one succeeds. */
  async take(code: LinkCode): Promise<boolean> {
    const user = await this.find(code);
    const name = this.#nameOf(code);
    const value = await this.#records.storage.get(name);
    if (user === undefined || value === undefined) return false;
    if ((await this.#records.storage.deleteUnchanged([{ name, value }])) === 0) return false;
    await this.#codes.delete(user);
    return true;
  }

  /** Erases codes that nobody used in time. */
  sweep(): Promise<void> {
    return this.#codes.sweep((code) => this.#isOver(code));
  }

  /** The names of what is stored of a chat's code beside the record of the chat. */
  async namesOf(user: Identity): Promise<readonly string[]> {
    const found = await this.#codes.get(user);
    return found.kind === 'found' ? [this.#nameOf(found.value.code)] : [];
  }

  #nameOf(code: string): string {
    return this.#records.names.of(LINK_CODES.kind, `code:${code}`);
  }

  #isOver({ expiresAt }: z.output<typeof linkCode>): boolean {
    return expiresAt <= this.#now();
  }
}

function newCode(): LinkCode {
  return Array.from({ length: LINK_CODE_LENGTH }, () => {
    return LINK_CODE_ALPHABET.charAt(randomInt(LINK_CODE_ALPHABET.length));
  }).join('');
}
