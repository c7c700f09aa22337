import { z } from 'zod';
import { type Decimal, parseDecimal, toPlainString } from '../balance/decimal.ts';
import type { Identity } from '../identity.ts';
import { identitySchema } from '../identity-schema.ts';
import { keyId } from '../keys/account.ts';

/** What a rule watches: money left, points left, the share left in percent, or days left by the forecast. */
export const RULE_KINDS = ['below', 'points', 'percent', 'days'] as const;

export type RuleKind = (typeof RULE_KINDS)[number];

/** Above it a warning would come at once and always. */
const MOST: Readonly<Partial<Record<RuleKind, number>>> = { percent: 100, days: 365 };

const threshold = z.string().refine((text) => parseDecimal(text) !== undefined);

export const rule = z.object({
  id: keyId,
  kind: z.enum(RULE_KINDS),
  /** A plain decimal; the unit is that of the kind. */
  threshold,
  /** The one key that it is for; without, it is for all of the account. */
  keyId: keyId.optional(),
  /** Where the warning goes: the chat in which the rule was set. */
  chat: identitySchema,
});

/** When somebody wants to be warned. */
export type Rule = z.output<typeof rule>;

/** Two rules of which the later takes the place of the earlier: of one kind, for the same key, in one chat. */
export function isSameRule(a: Omit<Rule, 'id' | 'threshold'>, b: Omit<Rule, 'id' | 'threshold'>): boolean {
  return a.kind === b.kind && a.keyId === b.keyId && a.chat === b.chat;
}

/** Reads what somebody wrote for a threshold: `50`, `0.5`, `10%`, `1,000`; `undefined` where it makes no sense. */
export function parseThreshold(kind: RuleKind, text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/[,，_\s](?=\d{3}(\D|$))/g, '')
    .replace(/[%％]$/, '');
  const decimal = parseDecimal(plain);
  if (decimal === undefined || decimal.unscaled <= 0n || decimal.scale > 6 || plain.length > 20)
    return undefined;
  const most = MOST[kind];
  return most !== undefined && Number(plain) > most ? undefined : toPlainString(decimal);
}

export function thresholdOf({ threshold: text }: Pick<Rule, 'threshold'>): Decimal {
  return parseDecimal(text) ?? { unscaled: 0n, scale: 0 };
}

/** Whether a rule of that chat is for that key. */
export function isFor({ keyId: wanted }: Rule, key: { readonly id: string }): boolean {
  return wanted === undefined || wanted === key.id;
}

/** What is set for one key goes on for the one that takes its place, and without one ends. */
export function followed<T extends { readonly keyId?: string | undefined }>(
  all: readonly T[],
  from: string,
  to: string | undefined,
): T[] {
  return all.flatMap((each) => {
    if (each.keyId !== from) return [each];
    return to === undefined ? [] : [{ ...each, keyId: to }];
  });
}

/** What is suggested to somebody who has just registered: 10 % and 3 days. */
export function suggestedRules(chat: Identity): readonly Omit<Rule, 'id'>[] {
  return [
    { kind: 'percent', threshold: '10', chat },
    { kind: 'days', threshold: '3', chat },
  ];
}
