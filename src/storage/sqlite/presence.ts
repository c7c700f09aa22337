import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type LeaseFile, NOW } from './lease-file.ts';

/** How long a process counts as present after it last said so, in milliseconds. */
const STAY_MS = 1_000;
const RENEWAL_MS = 300;
/** How often a process that is alone looks whether another has come, in milliseconds; that writes nothing. */
const LOOK_MS = 100;
/** How often a process that comes says so, until the one that was alone has made room. */
const COMING_MS = 20;
/** More than the time of one that stands still takes; how many are needed when clocks are set, nobody knows. */
const MAX_TRIES = 200;

const OTHERS = `SELECT 1 FROM processes WHERE id <> ?1 AND until > ${NOW}`;

/**
 * Says that a process is there. One is alone where no other is there, and stays so until it has made room, or until
 * its time is over: others see to it that it ends by not prolonging it.
 */
const SAY = `INSERT INTO processes (id, alone_since, until)
  VALUES (?1, CASE WHEN NOT EXISTS (${OTHERS}) THEN ${NOW} END, ${NOW} + ?2)
  ON CONFLICT (id) DO UPDATE SET
    until = CASE WHEN alone_since IS NOT NULL AND until > ${NOW} AND excluded.alone_since IS NULL
      THEN until ELSE excluded.until END,
    alone_since = CASE WHEN alone_since IS NOT NULL AND until > ${NOW}
      THEN alone_since ELSE excluded.alone_since END
  RETURNING alone_since AS aloneSince,
    EXISTS (${OTHERS}) AS hasCompany,
    EXISTS (${OTHERS} AND alone_since IS NOT NULL) AS isKeptOut`;

const MAKE_ROOM = `UPDATE processes SET alone_since = NULL, until = ${NOW} + ?2 WHERE id = ?1`;

const LEAVE = `DELETE FROM processes WHERE id = ? OR until <= ${NOW}`;

interface Said {
  /** Since when this process has been alone without a break, in milliseconds since 1970. */
  readonly aloneSince: number | null;
  readonly hasCompany: 0 | 1;
  /** Whether another one is alone, which has to make room first. */
  readonly isKeptOut: 0 | 1;
}

/** What is to be done between being alone and having company. */
export interface PresenceEvents {
  /** Readies what is done alone; this process is alone once that has resolved. */
  onAlone(): Promise<void>;
  /** Comes at short intervals as long as it stays so. */
  onStillAlone(): Promise<void>;
  /** Brings what was done alone to where others see it. They wait for that, a second at most. */
  onCompany(): Promise<void>;
}

/** Until when this process is present, by the clock that nobody sets and by the one that all processes share. */
interface End {
  readonly monotonicMs: number;
  readonly unixMs: number;
}

/**
 * Knows whether this process is the only one on the store, as the bot is by default, so that it may keep in memory
 * what it would have to ask the files for.
 *
 * Whoever wants to write announces itself first and waits until the one that is alone has made room, which takes a
 * tenth of a second; of one that was killed or stands still, until its second is over. Whoever stands still itself
 * for that long is neither alone nor present any more, by its own clocks, and announces itself anew.
 */
export class Presence {
  readonly #file: LeaseFile;
  readonly #events: PresenceEvents;
  readonly #id = randomUUID();
  #aloneSince: number | null = null;
  #isReady = false;
  #end: End = { monotonicMs: 0, unixMs: 0 };
  #saying: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: LeaseFile, events: PresenceEvents) {
    this.#file = file;
    this.#events = events;
  }

  /** Whether no other process writes now or takes a lease. */
  get isAlone(): boolean {
    return this.#isReady && this.#isPresent();
  }

  /**
   * Resolves when this process may write and take leases, at once where it is present already. Never rejects: where
   * the file fails, whoever is alone finds out a little later what was written.
   */
  async entered(): Promise<void> {
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
    for (let tries = 0; tries < MAX_TRIES && !this.#isPresent(); tries += 1) {
      if (!(await this.#say())) return;
      if (!this.#isPresent()) await delay(COMING_MS);
    }
  }

  /** Never rejects: where the file fails, the time of this process runs out. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saying;
    // Whoever never came in has no reason to make the file.
    if (this.#timer === undefined) return;
    try {
      await this.#makeRoom();
      await this.#file.run(LEAVE, this.#id);
    } catch {
      // The store has told of it where something was lost.
    }
  }

  #isPresent(): boolean {
    return performance.now() < this.#end.monotonicMs && Date.now() < this.#end.unixMs;
  }

  async #look(): Promise<void> {
    if (this.#saying !== undefined) return;
    const isDue = performance.now() > this.#end.monotonicMs - STAY_MS + RENEWAL_MS;
    if (isDue || (await this.#hasCompany())) await this.#say();
  }

  /** Not of one that is not alone: it has nothing to hand over. */
  async #hasCompany(): Promise<boolean> {
    if (!this.isAlone) return false;
    const others = await this.#file.run(OTHERS, this.#id).catch(() => []);
    return others.length > 0;
  }

  /** One at a time. @returns whether the file could be asked */
  #say(): Promise<boolean> {
    this.#saying ??= this.#sayOnce()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.#saying = undefined;
      });
    return this.#saying;
  }

  async #sayOnce(): Promise<void> {
    const end = endFromNow();
    const [said] = await this.#file.run<Said>(SAY, this.#id, STAY_MS);
    if (said === undefined) return;
    const isBroken = said.aloneSince !== this.#aloneSince || said.hasCompany === 1;
    if (isBroken) await this.#makeRoom();
    if (said.isKeptOut) return;
    if (said.hasCompany && said.aloneSince !== null) {
      this.#end = endFromNow();
      await this.#file.run(MAKE_ROOM, this.#id, STAY_MS);
      return;
    }
    this.#end = end;
    if (said.aloneSince === null) return;
    if (this.#isReady) return this.#events.onStillAlone();
    if (!isBroken) return;
    this.#aloneSince = said.aloneSince;
    this.#ready(said.aloneSince);
  }

  /** Not waited for, so that this process is not taken for one that has gone while it takes long. */
  async #ready(aloneSince: number): Promise<void> {
    try {
      await this.#events.onAlone();
      this.#isReady = this.#aloneSince === aloneSince;
    } catch {
      // The store has told of it. This process does without what it may do alone.
    }
  }

  async #makeRoom(): Promise<void> {
    if (this.#aloneSince === null) return;
    this.#isReady = false;
    await this.#events.onCompany();
    this.#aloneSince = null;
  }
}

function endFromNow(): End {
  return { monotonicMs: performance.now() + STAY_MS, unixMs: Date.now() + STAY_MS };
}
