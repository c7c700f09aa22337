import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../../src/identity.ts';
import { BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { serve } from './part.ts';
import { PEOPLE, Place, type PlaceAddress } from './place.ts';

const billing = await BillingSandbox.start();
const places = new Map<string, Place>();
let calls = 0;
billing.calls.listen({
  hear: () => {
    calls += 1;
    // They would fill the memory.
    billing.calls.entries.length = 0;
  },
});

function placeOf(name: string): Place {
  const place = places.get(name);
  if (place === undefined) throw new Error(`there is no place ${name}`);
  return place;
}

interface Sequence {
  readonly places: readonly string[];
  readonly platform: Platform;
  readonly count: number;
  readonly pauseMs: number;
}

interface Burst {
  readonly place: string;
  readonly platform: Platform;
  readonly count: number;
  /** From how many people it comes. */
  readonly people: number;
}

const handlers = {
  billingUrl: () => billing.url,

  async open(name: string): Promise<PlaceAddress> {
    const place = await Place.open(billing, PEOPLE);
    places.set(name, place);
    return place.address;
  },

  /** Asks in each of the places in turn, one at a time. @returns the milliseconds of each answer, by place */
  async sequence({ places: names, platform, count, pauseMs }: Sequence): Promise<Record<string, number[]>> {
    const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
    for (let index = 0; index < count; index += 1) {
      for (const name of index % 2 === 0 ? names : names.toReversed()) {
        const { from, until } = await placeOf(name).ask(platform, index);
        times[name]?.push(until - from);
        await delay(pauseMs);
      }
    }
    for (const place of places.values()) place.forget();
    return times;
  },

  /** Asks that often at once. @returns the milliseconds from the first question to the last answer */
  async burst({ place, platform, count, people }: Burst): Promise<number> {
    const asked = Array.from({ length: count }, (_, index) => placeOf(place).ask(platform, index % people));
    const answered = await Promise.all(asked);
    placeOf(place).forget();
    return Math.max(...answered.map(({ until }) => until)) - Math.min(...answered.map(({ from }) => from));
  },

  /** Lets the billing API know keys of people who are in no place. */
  accept(keys: readonly string[]): void {
    for (const key of keys) billing.setKey(key, { kind: 'good' });
  },

  /** How often the billing API was asked so far. */
  calls: () => calls,

  lastReply({ place, platform }: { place: string; platform: Platform }): unknown {
    return placeOf(place).lastReply(platform);
  },
};

export type World = typeof handlers;

serve(handlers);
