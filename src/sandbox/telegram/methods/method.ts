import type { Network } from '../network.ts';
import type { Params } from '../params.ts';

/** One call of a Bot API method. */
export interface Call {
  readonly network: Network;
  readonly params: Params;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** A Bot API method: its result, or a `Refusal` thrown. */
export interface Method {
  /** Every documented parameter, whether the sandbox heeds it or not. */
  readonly fields: readonly string[];
  readonly run: (call: Call) => unknown;
}

export type Methods = Readonly<Record<string, Method>>;

/** `fields`: the documented parameters, separated by spaces. */
export function method(fields: string, run: Method['run']): Method {
  return { fields: fields.split(' ').filter(Boolean), run };
}
