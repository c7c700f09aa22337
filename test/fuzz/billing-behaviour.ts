import fc from 'fast-check';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';
import { anyBody } from './billing-body.ts';

const figure = fc.oneof(
  fc.constantFrom(
    '0',
    '-0.0',
    '9'.repeat(100),
    '9'.repeat(101),
    `0.${'0'.repeat(97)}1`,
    `-0.${'0'.repeat(96)}1`,
  ),
  fc.stringMatching(/^-?\d{1,92}\.\d{6}$/),
);
const figures = fc.record({
  remainingPoints: figure,
  points: figure,
  remainingAmount: figure,
  amount: figure,
});

/** Ways to answer a key that need no second try. */
export const quickAnswer: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.constant({ kind: 'good' as const }),
  fc.record({ kind: fc.constant('good' as const), figures }),
  fc.constantFrom(200 as const, 401 as const).map((httpStatus) => ({ kind: 'refused' as const, httpStatus })),
  fc.constantFrom(400, 429, 500).map((code) => ({ kind: 'code' as const, code })),
  fc.record({ kind: fc.constant('raw' as const), status: fc.constant(200), body: anyBody }),
);
