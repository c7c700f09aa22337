import { LRUCache } from 'lru-cache';

/** Telegram holds back at most 100 updates a poll, so this is far more than can come again. */
const REMEMBERED = 10_000;

/**
 * Remembers which updates were taken in, so that one that Telegram delivers again is not answered again.
 *
 * Delivery is at least once: an update stays with Telegram until a later poll confirms it, and that poll can
 * get lost, or be another instance's. A set rather than the highest id, since after a week without updates
 * Telegram goes on from a random one (Bot API, `Update.update_id`).
 */
export class TakenUpdates {
  readonly #ids = new LRUCache<number, true>({ max: REMEMBERED });
  #latest: number | undefined;

  /** Whether the update is seen for the first time; from then on it counts as taken. */
  take(updateId: number): boolean {
    if (this.#ids.has(updateId)) return false;
    this.#ids.set(updateId, true);
    this.#latest = updateId;
    return true;
  }

  /** The id of the update that was taken last; undefined before the first. */
  get latest(): number | undefined {
    return this.#latest;
  }
}
