import { wrongType } from '../params.ts';
import type { Call } from './method.ts';

/** Takes over `allowed_updates`, where it is given. Unknown names are passed over, as Telegram does. */
export function readAllowedUpdates({ network, params }: Call): void {
  const types = params.list('allowed_updates');
  if (types === undefined) return;
  network.updates.allow(
    types.map((type) => {
      if (typeof type !== 'string') throw wrongType('allowed_updates', 'Array of String');
      return type;
    }),
  );
}
