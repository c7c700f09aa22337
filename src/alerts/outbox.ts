import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Identity, Owner } from '../identity.ts';
import { identitySchema, ownerSchema } from '../identity-schema.ts';
import { keyId } from '../keys/account.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';
import { STOPPED } from './book.ts';
import { RULE_KINDS } from './rule.ts';

const reason = z.object({
  /** The rule that it comes of, or {@link STOPPED}. */
  ruleId: keyId,
  about: z.enum([...RULE_KINDS, STOPPED]),
  /** Of the rule; a plain decimal. */
  threshold: z.string().optional(),
});

const notice = z.object({
  id: keyId,
  keyId,
  /** What it warns of: all that has come at once. */
  reasons: z.array(reason).min(1),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), user: identitySchema }),
    z.object({
      kind: z.literal('channel'),
      platform: z.enum(['discord', 'telegram']),
      id: z.string(),
      locale: z.string(),
      figures: z.boolean(),
      by: identitySchema,
    }),
  ]),
  madeAt: moment,
  /** Not before then: quiet hours, or a pause after a failure. */
  dueAt: moment,
  /** How often it was sent, or may have been. */
  sends: z.int().min(0),
});

const notices = z.object({ owner: ownerSchema, notices: z.array(notice) });

/** How it is stored. */
export const OUTBOXES: RecordFormat<typeof notices> = { kind: 'notices', version: 1, schema: notices };

/** One thing that a notice warns of. */
export type Reason = z.output<typeof reason>;

/** A warning on its way to somebody. */
export type Notice = z.output<typeof notice>;

/** The warnings of an account that are on their way. */
export type Pending = z.output<typeof notices>;

/** Warnings on their way, encrypted, one record an account that has any. */
export class Outbox {
  readonly #records: Records;
  readonly #outboxes: SealedRecords<typeof notices>;

  constructor(records: Records) {
    this.#records = records;
    this.#outboxes = records.of(OUTBOXES);
  }

  async of(owner: Owner): Promise<readonly Notice[]> {
    const found = await this.#outboxes.get(owner);
    return found.kind === 'found' ? found.value.notices : [];
  }

  /** What is on its way, of all accounts, a page at a time. */
  pages(): AsyncIterable<readonly Pending[]> {
    return this.#outboxes.pages();
  }

  /** The record with those notices, to be stored. */
  sealed(owner: Owner, list: readonly Notice[]): StoredRecord {
    return this.#outboxes.sealed(owner, { owner, notices: [...list] });
  }

  /** Changes one notice, or with `undefined` takes it out. @returns what it was, where it was there */
  change(
    owner: Owner,
    id: string,
    change: (notice: Notice) => Notice | undefined,
  ): Promise<Notice | undefined> {
    return this.#records.exclusively(owner, async () => {
      const before = await this.of(owner);
      const changed = before.find((each) => each.id === id);
      if (changed === undefined) return undefined;
      const after = before.flatMap((each) => (each === changed ? (change(each) ?? []) : each));
      if (after.length === 0) await this.#outboxes.delete(owner);
      else await this.#outboxes.set(owner, { owner, notices: after });
      return changed;
    });
  }
}

/** A notice with those reasons that hold; `undefined` where none does. */
export function withReasons(notice: Notice, holds: (reason: Reason) => boolean): Notice | undefined {
  const reasons = notice.reasons.filter(holds);
  if (reasons.length === notice.reasons.length) return notice;
  return reasons.length === 0 ? undefined : { ...notice, reasons };
}

/**
 * The notices with one more, whose reasons go into one that still waits to be sent to the same reader about the same
 * key. What it says anew, earlier ones to that reader do not say any more.
 */
export function withNotice(waiting: readonly Notice[], added: Notice): readonly Notice[] {
  const isAlike = ({ keyId: about, to }: Notice) => about === added.keyId && isDeepStrictEqual(to, added.to);
  const isSaidAnew = ({ ruleId }: Reason) => added.reasons.some((reason) => reason.ruleId === ruleId);
  const open = waiting.find((each) => each.sends === 0 && isAlike(each));
  const kept = waiting.flatMap((each) => {
    if (each === open) return [joined(each, added, isSaidAnew)];
    return isAlike(each) ? (withReasons(each, (reason) => !isSaidAnew(reason)) ?? []) : [each];
  });
  return open === undefined ? [...kept, added] : kept;
}

function joined(open: Notice, added: Notice, isSaidAnew: (reason: Reason) => boolean): Notice {
  return {
    ...open,
    reasons: [...open.reasons.filter((reason) => !isSaidAnew(reason)), ...added.reasons],
    // What is new of it must not be given up as old news.
    madeAt: Math.max(open.madeAt, added.madeAt),
    dueAt: Math.min(open.dueAt, added.dueAt),
  };
}

/** Whether a notice goes on in an account with those chats and keys. */
export function isInherited(
  { to, keyId: about }: Notice,
  identities: readonly Identity[],
  keyIds: readonly string[],
): boolean {
  return keyIds.includes(about) && identities.includes(to.kind === 'person' ? to.user : to.by);
}
