/** Whether a person got an answer. All but `delivered` is what people and platforms are known to do. */
export type Delivery =
  | 'delivered'
  /** The person, or the group, takes no messages from the bot. */
  | 'blocked'
  /** What was to be answered is gone: the message, or its channel. */
  | 'gone'
  /** The platform had stopped waiting for an answer. */
  | 'too-late'
  /** Somebody else answered first, such as another instance with the same token. */
  | 'already-answered'
  /** The platform asks for a longer pause than an answer is good for. */
  | 'throttled'
  /** The platform does not answer, or only with server errors. */
  | 'unreachable';

/**
 * What became of a platform's call that brings an answer.
 *
 * @param explain finds the value for what the platform is known to do; rejects with everything else
 */
export async function deliveryOf<Outcome extends string>(
  call: Promise<unknown>,
  explain: (error: unknown) => Outcome | undefined,
): Promise<Outcome | 'delivered'> {
  try {
    await call;
    return 'delivered';
  } catch (error) {
    const outcome = explain(error);
    if (outcome === undefined) throw error;
    return outcome;
  }
}
