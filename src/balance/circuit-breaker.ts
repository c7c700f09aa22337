import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  noJitterGenerator,
} from 'cockatiel';
import type { Secret } from '../secret.ts';
import type { LookUp, Unavailability, Unavailable } from './outcome.ts';
import type { BalanceProvider } from './provider.ts';

const PAUSED: LookUp = { kind: 'unavailable', reason: 'circuit-open' };

/**
 * Whether a fault speaks of an outage: the provider let the user wait for nothing, or said itself that it
 * failed (a status of 500 or more).
 *
 * What was answered at once, if wrongly, does not: a pause would spare nobody time, and a firewall's page for
 * one odd key must not cut everybody off.
 */
const SPEAKS_OF_OUTAGE: Readonly<Record<Unavailability, boolean | 'from status 500'>> = {
  'connect-timeout': true,
  'headers-timeout': true,
  'body-timeout': true,
  deadline: true,
  refused: true,
  dns: true,
  tls: true,
  'connection-lost': true,
  proxy: true,
  'http-status': 'from status 500',
  'api-code': 'from status 500',
  redirect: false,
  'too-large': false,
  'not-utf8': false,
  html: false,
  truncated: false,
  'not-json': false,
  'wrong-shape': false,
  'circuit-open': false,
};

export interface CircuitBreakerOptions {
  /** Outages in a row, over all keys, that pause the calls. One good answer begins the count anew. */
  readonly failures: number;
  /** How long the first pause lasts before a probe, in milliseconds. No shorter than a call may take. */
  readonly pauseMs: number;
  /** Each probe that fails doubles the pause, up to this many milliseconds. */
  readonly maxPauseMs: number;
  /** Told when calls are paused, with the fault that tipped the scales; not again when a probe fails. */
  readonly onPause: (cause: Unavailable) => void;
  /** Told when a probe was answered and calls go through again. */
  readonly onResume: () => void;
}

/** Whether calls go through (`closed`), are held back (`open`), or one of them probes the provider (`half-open`). */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Spares users the wait for a provider that is down, and the provider the questions: after some outages in a
 * row calls are answered `circuit-open` at once. After a pause one call goes through as a probe.
 */
export class CircuitBreaker implements BalanceProvider {
  readonly #provider: BalanceProvider;
  readonly #circuit;

  constructor(provider: BalanceProvider, options: CircuitBreakerOptions) {
    this.#provider = provider;
    this.#circuit = circuitBreaker(
      handleWhenResult((result) => isOutage(result as LookUp)),
      {
        breaker: new ConsecutiveBreaker(options.failures),
        halfOpenAfter: new ExponentialBackoff({
          initialDelay: options.pauseMs,
          maxDelay: options.maxPauseMs,
          generator: noJitterGenerator,
        }),
      },
    );
    let paused = false;
    this.#circuit.onBreak((reason) => {
      if (!paused && 'value' in reason) options.onPause(reason.value as Unavailable);
      paused = true;
    });
    this.#circuit.onReset(() => {
      paused = false;
      options.onResume();
    });
  }

  get state(): BreakerState {
    switch (this.#circuit.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half-open';
      default:
        return 'open';
    }
  }

  async lookUp(key: Secret): Promise<LookUp> {
    // cockatiel would have the call wait for the probe that is under way.
    if (this.#circuit.state === CircuitState.HalfOpen) return PAUSED;
    try {
      return await this.#circuit.execute(() => this.#provider.lookUp(key));
    } catch (error) {
      if (error instanceof BrokenCircuitError) return PAUSED;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#provider.close();
  }
}

function isOutage(lookUp: LookUp): lookUp is Unavailable {
  if (lookUp.kind !== 'unavailable') return false;
  const speaks = SPEAKS_OF_OUTAGE[lookUp.reason];
  return speaks === 'from status 500' ? Number(lookUp.detail) >= 500 : speaks;
}
