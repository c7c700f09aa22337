import type { Leases } from '../../src/storage/leases.ts';

/** A request that is late. */
export interface Delay {
  /** Resolves when it is made. */
  readonly asked: Promise<void>;
  /** Lets it reach the store; resolves when it has. */
  end(): Promise<void>;
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/** Leases of a store that some of what it is asked reaches late. */
export class LateLeases implements Leases {
  /** What was asked, by the names of the methods. */
  readonly calls: string[] = [];
  readonly #leases: Leases;
  readonly #delays: ((request: () => Promise<string>) => Promise<string>)[] = [];

  constructor(leases: Leases) {
    this.#leases = leases;
  }

  /** Lets the next name that is taken or renewed be so only when the delay has ended. */
  delayNextTake(): Delay {
    const [asked, ended, landed] = [signal(), signal(), signal()];
    this.#delays.push(async (request) => {
      asked.give();
      await ended.given;
      return request().finally(landed.give);
    });
    return {
      asked: asked.given,
      end() {
        ended.give();
        return landed.given;
      },
    };
  }

  take(...lease: Parameters<Leases['take']>): string | Promise<string> {
    this.calls.push('take');
    const request = async () => this.#leases.take(...lease);
    return this.#delays.shift()?.(request) ?? request();
  }

  pass(...lease: Parameters<Leases['pass']>): Promise<boolean> {
    this.calls.push('pass');
    return this.#leases.pass(...lease);
  }

  release(...lease: Parameters<Leases['release']>): Promise<void> {
    this.calls.push('release');
    return this.#leases.release(...lease);
  }

  sweep(): Promise<void> {
    return this.#leases.sweep();
  }
}
