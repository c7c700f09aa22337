import { Gauge, type Registry } from 'prom-client';
import type { BreakerState } from '../balance/circuit-breaker.ts';
import type { BillingStatus } from '../billing.ts';
import type { Standing } from '../readiness.ts';

/** What is looked up when the metrics are asked for; `undefined` where it cannot be told. */
export interface Sources {
  readonly standing: () => Promise<Standing>;
  readonly billing: () => BillingStatus;
  readonly sweepLagMs: () => Promise<number | undefined>;
  readonly keys: () => Promise<number | undefined>;
  readonly notices: () => Promise<number | undefined>;
}

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'open', 'half-open'];

/** Shows how things stand at the moment of the question. */
export function addGauges(registry: Registry, sources: Sources): void {
  showReadiness(registry, sources.standing);
  showBilling(registry, sources.billing);
  const show = (name: string, help: string, read: () => Promise<number | undefined>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const value = await read();
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  show(
    'talkbot_sweep_lag_seconds',
    'How far the reading of keys in the background is behind the clock. Not there where no key is read.',
    async () => inSeconds(await sources.sweepLagMs()),
  );
  show(
    'talkbot_registered_keys',
    'Keys that are registered in the store, the same on every replica. Counted now and then.',
    sources.keys,
  );
  show(
    'talkbot_notices_waiting',
    'Warnings that are not delivered yet, in the store, the same on every replica. Counted now and then.',
    sources.notices,
  );
}

function showReadiness(registry: Registry, standing: () => Promise<Standing>): void {
  const draining = new Gauge({
    name: 'talkbot_draining',
    help: 'Whether the process is about to end.',
    registers: [registry],
  });
  new Gauge({
    name: 'talkbot_ready',
    help: 'Whether a part works that has to; /readyz tells why not.',
    labelNames: ['part'],
    registers: [registry],
    async collect() {
      const { draining: ends, parts } = await standing();
      draining.set(Number(ends));
      for (const [part, problem] of Object.entries(parts)) this.set({ part }, Number(problem === undefined));
    },
  });
}

function showBilling(registry: Registry, billing: () => BillingStatus): void {
  const registers = [registry];
  new Gauge({
    name: 'talkbot_billing_calls_in_progress',
    help: 'Calls to the billing API that are under way.',
    registers,
    collect() {
      this.set(billing().underWay);
    },
  });
  new Gauge({
    name: 'talkbot_billing_calls_waiting',
    help: 'Calls to the billing API that wait for their turn.',
    registers,
    collect() {
      this.set(billing().waiting);
    },
  });
  new Gauge({
    name: 'talkbot_billing_breaker_state',
    help: 'State of the circuit breaker before the billing API: 1 for the one it is in. While it is open, calls are held back.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const state of BREAKER_STATES) this.set({ state }, Number(state === billing().breaker));
    },
  });
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
