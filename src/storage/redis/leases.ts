import type { Leases } from '../leases.ts';
import { PASS_LEASE, RELEASE_LEASE, TAKE_LEASE } from './scripts.ts';

/** Runs a script on one key. */
export type RunOnKey = (script: string, key: string, args: readonly string[]) => Promise<unknown>;

/** Leases as keys that the server lets go when their time runs out. */
export class RedisLeases implements Leases {
  readonly #run: RunOnKey;

  constructor(run: RunOnKey) {
    this.#run = run;
  }

  async take(name: string, holder: string, ms: number): Promise<string> {
    return String(await this.#run(TAKE_LEASE, name, [holder, String(ms)]));
  }

  async pass(name: string, from: string, to: string, ms: number): Promise<boolean> {
    return (await this.#run(PASS_LEASE, name, [from, to, String(ms)])) === 1;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#run(RELEASE_LEASE, name, [holder]);
  }

  /** The server clears them away by itself. */
  async sweep(): Promise<void> {}
}
