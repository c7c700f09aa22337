import { Counter, Histogram, type Registry } from 'prom-client';
import type { AroundStore } from '../storage/observed-store.ts';
import { asStorageError } from '../storage/storage-error.ts';
import { timed } from './timed.ts';

/** In seconds. A statement on SQLite takes a tenth of a millisecond; one that finds it locked gives up after two. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Times what the store does. @param store which kind it is */
export function storeMetrics(registry: Registry, store: string): AroundStore {
  const registers = [registry];
  const duration = new Histogram({
    name: 'talkbot_store_operation_duration_seconds',
    help: 'Time of operations on the store, also of those that failed. What is read from memory is none.',
    labelNames: ['store', 'operation'],
    buckets: BUCKETS,
    registers,
  });
  const errors = new Counter({
    name: 'talkbot_store_errors_total',
    help: 'Operations on the store that failed, by what was wrong.',
    labelNames: ['store', 'operation', 'problem'],
    registers,
  });
  return (operation, task) =>
    timed(task, (seconds, end) => {
      duration.observe({ store, operation }, seconds);
      if ('error' in end) errors.inc({ store, operation, problem: asStorageError(end.error).problem });
    });
}
