import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name of this process that no other has, by which an operator finds it: host, process id and chance. */
export function nameThisProcess(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}
