import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** So long nothing may fail before it works again, in milliseconds: longer than the pauses between attempts. */
const QUIET_MS = 6_000;

export interface OutageTexts {
  readonly begins: string;
  readonly ends: string;
}

/** Says once when something that is tried again and again begins to fail, and once when it works again. */
export class Outage {
  readonly #log: Logger;
  readonly #texts: OutageTexts;
  readonly #mend: () => Promise<boolean>;
  #isOn = false;
  #isIgnored = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param mend makes good what may have been lost; `false` or a rejection where that cannot be done yet */
  constructor(log: Logger, texts: OutageTexts, mend: () => Promise<boolean>) {
    this.#log = log;
    this.#texts = texts;
    this.#mend = mend;
  }

  /** Something has failed. */
  readonly note = (error: unknown): void => {
    if (this.#isIgnored) return;
    if (!this.#isOn) this.#log.warn({ error: describeError(error) }, this.#texts.begins);
    this.#isOn = true;
    this.#lookLater();
  };

  /** Whatever fails from now on is to be expected. */
  ignore(): void {
    this.#isIgnored = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), QUIET_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    try {
      if (!(await this.#mend())) return this.#lookLater();
    } catch (error) {
      return this.note(error);
    }
    if (this.#isIgnored || timer !== this.#timer) return;
    this.#isOn = false;
    this.#log.info(this.#texts.ends);
  }
}
