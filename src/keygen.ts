import { randomBytes } from 'node:crypto';
import { ENCRYPTION_KEY_BYTES } from './records/key-ring.ts';

process.stdout.write(`${randomBytes(ENCRYPTION_KEY_BYTES).toString('base64')}\n`);
