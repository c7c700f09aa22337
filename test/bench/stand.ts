import { join } from 'node:path';
import type { Platform } from '../../src/identity.ts';
import { Bot, type Environment, prepareBot } from './bot.ts';
import type { Floor } from './floor.ts';
import type { Naive } from './naive-bot.ts';
import { Part } from './part.ts';
import { PEOPLE, type PlaceAddress } from './place.ts';
import type { World } from './world.ts';

/** Of one question by each of all people. */
const WARMING_BURSTS = 20;

/** The world of a row, with a bot in the place `bot`. */
export class Stand implements AsyncDisposable {
  readonly world = new Part<World>('world.ts');
  readonly #stops: (() => Promise<void>)[] = [() => this.world.stop()];
  readonly #folder: string;
  #bot: Bot | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param env besides the settings of the bench */
  static async open(folder: string, env: Environment = {}): Promise<Stand> {
    const stand = new Stand(folder);
    const address = await stand.world.call('open', 'bot');
    const prepared = await prepareBot(
      join(folder, 'bot'),
      await stand.world.call('billingUrl'),
      address,
      address.people,
    );
    stand.#bot = await Bot.start({ ...prepared, ...env }, folder);
    stand.#stops.push(() => stand.bot.stop());
    return stand;
  }

  get bot(): Bot {
    if (this.#bot === undefined) throw new Error('the bot was not started');
    return this.#bot;
  }

  /** Starts the floor in the place `floor`; it answers what the bot answers. */
  async addFloor(): Promise<void> {
    for (const platform of ['telegram', 'discord'] satisfies Platform[])
      await this.world.call('sequence', { places: ['bot'], platform, count: 1, pauseMs: 0 });
    const reply = async (platform: Platform) =>
      (await this.world.call('lastReply', { place: 'bot', platform })) as object;
    const replies = { telegram: await reply('telegram'), discord: await reply('discord') };
    const floor = new Part<Floor>('floor.ts');
    this.#stops.push(() => floor.stop());
    const address: PlaceAddress = await this.world.call('open', 'floor');
    await floor.call('start', { billingUrl: await this.world.call('billingUrl'), address, replies });
  }

  /** Has the places answer until V8 has compiled what they run often, as it has within minutes of a rush. */
  async warmUp(places: readonly string[], platform: Platform, quick: boolean): Promise<void> {
    for (let burst = 0; burst < (quick ? 1 : WARMING_BURSTS); burst += 1) {
      for (const place of places)
        await this.world.call('burst', { place, platform, count: PEOPLE, people: PEOPLE });
    }
  }

  /** Starts the naive bot in the place `naive`. */
  async addNaive(): Promise<void> {
    const naive = new Part<Naive>('naive-bot.ts');
    this.#stops.push(() => naive.stop());
    const address = await this.world.call('open', 'naive');
    const billingUrl = await this.world.call('billingUrl');
    await naive.call('start', { billingUrl, address, folder: this.#folder });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop();
  }
}
