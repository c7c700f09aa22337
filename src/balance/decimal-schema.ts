import { z } from 'zod';
import { type Decimal, parseDecimal, toPlainString } from './decimal.ts';

/** A decimal string, read and written exactly. */
export const decimal = z.codec(z.string(), z.custom<Decimal>(), {
  decode: (text, context) => {
    const parsed = parseDecimal(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: 'custom', input: text, message: 'not a decimal string' });
    return z.NEVER;
  },
  encode: toPlainString,
});
