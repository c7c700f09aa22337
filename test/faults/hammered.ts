import { z } from 'zod';
import type { Identity } from '../../src/identity.ts';
import type { RecordFormat } from '../../src/records/sealed-records.ts';

/** The one user of whom everything is changed. */
export const USER: Identity = 'telegram:1';

const count = z.object({ count: z.int() });

/** A number in the place of a record that this version does not write. */
export const COUNTS: RecordFormat<typeof count> = { kind: 'last-balance', version: 99, schema: count };
