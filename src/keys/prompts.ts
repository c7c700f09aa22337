import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import { keyId, keyName } from './account.ts';

const prompt = z.object({
  expected: z.discriminatedUnion('what', [
    /** A key, which will go by that name. */
    z.object({ what: z.literal('key'), name: keyName }),
    /** A name for the key of that id. */
    z.object({ what: z.literal('name'), keyId }),
  ]),
  expiresAt: moment,
});

const PROMPTS: RecordFormat<typeof prompt> = { kind: 'prompt', version: 1, schema: prompt };

/** How long the bot waits for what it has asked for, in milliseconds. */
const PROMPT_LIFETIME_MS = 15 * 60_000;

/** What the next message of a person is expected to be. */
export type Expected = z.output<typeof prompt>['expected'];

/** What the bot has asked people for, where the platform has no form to ask with: one thing a person. */
export class Prompts {
  readonly #prompts: SealedRecords<typeof prompt>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#prompts = records.of(PROMPTS);
    this.#now = now;
  }

  async expect(user: Identity, expected: Expected): Promise<void> {
    await this.#prompts.set(user, { expected, expiresAt: this.#now() + PROMPT_LIFETIME_MS });
  }

  /** What is expected, while its time has not run out. */
  async find(user: Identity): Promise<Expected | undefined> {
    const found = await this.#prompts.get(user);
    return found.kind === 'found' && found.value.expiresAt > this.#now() ? found.value.expected : undefined;
  }

  async drop(user: Identity): Promise<void> {
    await this.#prompts.delete(user);
  }

  /** Erases prompts that nobody answered in time. */
  sweep(): Promise<void> {
    return this.#prompts.sweep(({ expiresAt }) => expiresAt <= this.#now());
  }
}
