import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * A text that must not be seen: a user's key, a bot token, an encryption key.
 *
 * Whatever prints, serialises or interpolates it gets `[secret]`; only {@link Secret.reveal} gives the value,
 * so that every place that handles the plain text can be found by that one name.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain text. Call it as late as possible and keep the result in no variable that outlives the use. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
