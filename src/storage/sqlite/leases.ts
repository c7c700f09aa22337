import type { Leases } from '../leases.ts';
import { Batch } from './batch.ts';
import { KnownNames } from './known-names.ts';
import type { LeaseFile, LeaseRow } from './lease-file.ts';
import type { Presence } from './presence.ts';

/** Leases of at least this many milliseconds are written down: they may have to outlive this process. */
const LASTING_MS = 60_000;

/**
 * How long they stay in memory alone, in milliseconds: a process that is killed within that time takes them with it.
 * Written at once, each would wake a thread while the event that took it is being answered.
 */
const BEHIND_MS = 200;

interface Lease {
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly isLasting: boolean;
  /** While it is being written to the file, after which it is not here any more. Rejects as the file does. */
  written?: Promise<void> | undefined;
}

/**
 * Leases that are kept in memory as long as this process is alone on the store, and else in the file.
 *
 * Nearly every event takes one for a moment, and asking the file takes as long as a good part of an answer. Those
 * that are to last are written behind, together with those of the same moment.
 */
export class SqliteLeases implements Leases {
  readonly #file: LeaseFile;
  readonly #presence: Pick<Presence, 'isAlone' | 'entered'>;
  readonly #here = new Map<string, Lease>();
  /** The names that the file may have. */
  readonly #known = new KnownNames();
  #timer: NodeJS.Timeout | undefined;
  readonly #writes = new Batch<LeaseRow, void>(async (rows) => {
    await this.#file.put(rows);
    return [];
  });

  constructor(file: LeaseFile, presence: Pick<Presence, 'isAlone' | 'entered'>) {
    this.#file = file;
    this.#presence = presence;
  }

  take(name: string, holder: string, ms: number): string | Promise<string> {
    const lease = leaseFor(holder, ms);
    const found = this.#takeHere(name, lease);
    if (found !== undefined) return found.holder;
    // Before anything is waited for, lest somebody else takes it here meanwhile.
    this.#known.add(name, lease.until);
    return this.#inFile(name, () => this.#file.take(name, holder, ms));
  }

  async pass(name: string, from: string, to: string, ms: number): Promise<boolean> {
    const passed = leaseFor(to, ms);
    const lease = this.#movable(name);
    if (lease === undefined) {
      this.#known.add(name, passed.until);
      return this.#inFile(name, () => this.#file.pass(name, from, to, ms));
    }
    if (lease.holder !== from || lease.until <= Date.now()) return false;
    this.#keep(name, passed);
    return true;
  }

  async release(name: string, holder: string): Promise<void> {
    const lease = this.#movable(name);
    if (lease === undefined) return this.#inFile(name, () => this.#file.release(name, holder));
    if (lease.holder === holder) this.#here.delete(name);
  }

  async sweep(): Promise<void> {
    this.#forgetOver();
    this.#writeLasting();
    await Promise.allSettled([...this.#here.values()].map(({ written }) => written));
    await this.#file.sweep();
  }

  /** Finds out which names the file has, before anything may be taken without asking it. */
  async learn(): Promise<void> {
    for await (const page of this.#file.pages())
      for (const { name, until } of page) this.#known.add(name, until);
  }

  /** Writes everything to the file. What another has taken by now, while this process stood still, is theirs. */
  async writeAll(): Promise<void> {
    this.#forgetOver();
    await Promise.all([...this.#here].map(([name, lease]) => lease.written ?? this.#write(name, lease)));
  }

  /** @returns who has it here from now on; `undefined` where the file is to be asked */
  #takeHere(name: string, lease: Lease): Lease | undefined {
    if (!this.#presence.isAlone) return undefined;
    const found = this.#here.get(name);
    if (found === undefined) return this.#known.mayHave(name) ? undefined : this.#keep(name, lease);
    if (found.until > Date.now() && found.holder !== lease.holder) return found;
    return found.written === undefined ? this.#keep(name, lease) : undefined;
  }

  /** The lease, where it is here and stays here. */
  #movable(name: string): Lease | undefined {
    const lease = this.#presence.isAlone ? this.#here.get(name) : undefined;
    return lease?.written === undefined ? lease : undefined;
  }

  #forgetOver(): void {
    const now = Date.now();
    for (const [name, { until }] of this.#here) if (until <= now) this.#here.delete(name);
  }

  #keep(name: string, lease: Lease): Lease {
    this.#here.set(name, lease);
    if (lease.isLasting) this.#timer ??= setTimeout(() => this.#writeLasting(), BEHIND_MS).unref();
    return lease;
  }

  /** What cannot be written now is written with what lasts next. */
  #writeLasting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [name, lease] of this.#here)
      if (lease.isLasting && lease.written === undefined) this.#write(name, lease).catch(() => undefined);
  }

  async #write(name: string, lease: Lease): Promise<void> {
    const { holder, until } = lease;
    this.#known.add(name, until);
    lease.written = this.#writes.ask({ name, holder, until });
    try {
      await lease.written;
      if (this.#here.get(name) === lease) this.#here.delete(name);
    } finally {
      lease.written = undefined;
    }
  }

  async #inFile<T>(name: string, ask: () => Promise<T>): Promise<T> {
    await this.#presence.entered();
    await this.#here.get(name)?.written?.catch(() => undefined);
    return ask();
  }
}

function leaseFor(holder: string, ms: number): Lease {
  return { holder, until: Date.now() + ms, isLasting: ms >= LASTING_MS };
}
