import { z } from 'zod';
import type { Identity, Owner } from './identity.ts';

export const identitySchema = z.custom<Identity>(
  (value) => typeof value === 'string' && /^(discord|telegram):./.test(value),
);

export const ownerSchema = z.custom<Owner>(
  (value) => typeof value === 'string' && /^(discord|telegram|account):./.test(value),
);
