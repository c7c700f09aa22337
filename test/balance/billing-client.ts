import { BillingApi, type BillingApiOptions } from '../../src/balance/billing-api.ts';
import type { BillingSandbox } from '../../src/sandbox/billing/index.ts';

/** A client of the sandbox that is in no hurry. */
export function billingClient(sandbox: BillingSandbox, options: Partial<BillingApiOptions> = {}): BillingApi {
  return new BillingApi({
    url: new URL(sandbox.url),
    deadlineMs: 5_000,
    connectTimeoutMs: 1_000,
    headersTimeoutMs: 5_000,
    bodyTimeoutMs: 5_000,
    retryDelayMs: 1,
    connections: 4,
    now: Date.now,
    ...options,
  });
}
