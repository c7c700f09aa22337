import { z } from 'zod';
import { decimal } from '../balance/decimal-schema.ts';
import { moment, type RecordFormat } from '../records/sealed-records.ts';

const figure = z.object({ remaining: decimal, total: decimal });

const lastBalance = z.object({
  keyId: z.string(),
  readAt: moment,
  balance: z.object({ points: figure, amount: figure }),
});

/** What earlier versions remembered of a user's only key. It is read as the beginning of a history. */
export const LAST_BALANCES: RecordFormat<typeof lastBalance> = {
  kind: 'last-balance',
  version: 1,
  schema: lastBalance,
};
