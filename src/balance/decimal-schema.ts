import { z } from 'zod';
import { type Decimal, parseDecimal } from './decimal.ts';

/** A decimal string, read exactly. */
export const decimal = z.string().transform((text, context): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'not a decimal string' });
  return z.NEVER;
});
