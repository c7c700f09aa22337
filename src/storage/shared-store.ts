import type { Leases } from './leases.ts';

/** What the processes on one store share. */
export interface SharedStore {
  readonly leases: Leases;
  /** The name of this process among them. */
  readonly holder: string;
}
