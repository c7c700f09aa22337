import type { StoredMessage } from './message.ts';
import type { MessageBody } from './validation.ts';

/** "The past few minutes", says Discord's documentation of `enforce_nonce`. */
const REMEMBERED_MS = 3 * 60_000;

/** What the bot sent under a nonce lately. */
export class Nonces {
  readonly #sent = new Map<string | number, { readonly message: StoredMessage; readonly at: number }>();

  /**
   * The message that `post` makes or, where the nonce is enforced, the one that it made under that nonce lately.
   *
   * @param now milliseconds since 1970
   */
  once(
    { nonce, enforce_nonce: enforced }: MessageBody,
    now: number,
    post: () => StoredMessage,
  ): StoredMessage {
    if (nonce == null) return post();
    const earlier = this.#sent.get(nonce);
    if (enforced && earlier !== undefined && now - earlier.at < REMEMBERED_MS) {
      earlier.message.repeats += 1;
      return earlier.message;
    }
    const message = post();
    this.#sent.set(nonce, { message, at: now });
    return message;
  }
}
