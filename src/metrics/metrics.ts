import { collectDefaultMetrics, Registry } from 'prom-client';
import type { NoticeAttempt } from '../alerts/courier.ts';
import type { Around } from '../around.ts';
import type { LookUp } from '../balance/outcome.ts';
import type { Rendering } from '../chart/renderer.ts';
import type { DeskObserver } from '../chat/desk-watchers.ts';
import type { Routes } from '../http/server.ts';
import type { AroundStore } from '../storage/observed-store.ts';
import { billingMetrics } from './billing.ts';
import { chartMetrics } from './charts.ts';
import { eventMetrics } from './events.ts';
import { addGauges, type Sources } from './gauges.ts';
import { noticeMetrics } from './notices.ts';
import { storeMetrics } from './store.ts';

/** What Prometheus can ask of this process. Labels have only values of this bot's own: nothing of a user. */
export class Metrics {
  readonly registry = new Registry();
  readonly events: DeskObserver;
  readonly aroundStore: AroundStore;
  readonly aroundCall: Around<LookUp>;
  readonly aroundDrawing: Around<Rendering>;
  readonly onNotice: (attempt: NoticeAttempt) => void;

  /** @param store which kind of store there is */
  constructor(store: string) {
    collectDefaultMetrics({ register: this.registry });
    this.events = eventMetrics(this.registry);
    this.aroundStore = storeMetrics(this.registry, store);
    this.aroundCall = billingMetrics(this.registry);
    this.aroundDrawing = chartMetrics(this.registry);
    this.onNotice = noticeMetrics(this.registry);
  }

  /** Adds what is looked up at each question; the parts of the process must be there by then. */
  show(sources: Sources): void {
    addGauges(this.registry, sources);
  }

  /** `GET /metrics`, in Prometheus's text format. */
  get routes(): Routes {
    return {
      'GET /metrics': async (_request, response) => {
        const text = await this.registry.metrics();
        response
          .writeHead(200, { 'content-type': this.registry.contentType, 'cache-control': 'no-store' })
          .end(text);
      },
    };
  }
}
