import type { Adapter } from './adapter.ts';
import { atMost } from './at-most.ts';
import type { Platform } from './identity.ts';
import type { Check } from './readiness.ts';
import type { Storage } from './storage/storage.ts';
import { asStorageError } from './storage/storage-error.ts';

/** How long what the store has shown holds: whoever asks, it is tried once in that time. In milliseconds. */
const STORE_KEPT_MS = 1_000;

/** How long the store may take, in milliseconds. */
const STORE_PATIENCE_MS = 3_000;

const SILENT = `The store has not answered for ${STORE_PATIENCE_MS / 1000} seconds.`;

/** Whether the store can be written and read. A failure is told by what the operator can do about it. */
export function storeCheck(store: Pick<Storage, 'probe'>, now: () => number): Check {
  let last: Promise<string | undefined> | undefined;
  /** When the last attempt ended; while one is under way, there is no other. */
  let endedAt: number | undefined;
  const probe = async () => {
    endedAt = undefined;
    try {
      await store.probe();
      return undefined;
    } catch (error) {
      return asStorageError(error).advice;
    } finally {
      endedAt = now();
    }
  };
  return () => {
    if (last === undefined || (endedAt !== undefined && Math.abs(now() - endedAt) >= STORE_KEPT_MS))
      last = probe();
    return atMost(STORE_PATIENCE_MS, last, SILENT);
  };
}

/** Why platforms may not be connected, as it was last heard. */
export class Troubles {
  readonly #scrub: (text: string) => string;
  readonly #reasons = new Map<Platform, string>();

  /** @param scrub blots out secrets: what is heard comes from libraries, too */
  constructor(scrub: (text: string) => string) {
    this.#scrub = scrub;
  }

  /** Notes what is wrong with a platform, or with `undefined` that it works. */
  readonly note = (platform: Platform, trouble: string | undefined): void => {
    this.#reasons.set(
      platform,
      trouble === undefined ? 'The connection was lost, and is being opened again.' : this.#scrub(trouble),
    );
  };

  /** Whether the platform is connected. */
  checkOf(adapter: Pick<Adapter, 'platform' | 'isConnected'>): Check {
    return () => {
      if (adapter.isConnected()) return undefined;
      return this.#reasons.get(adapter.platform) ?? 'The connection is being opened.';
    };
  }
}
