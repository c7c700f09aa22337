import { Histogram, type Registry } from 'prom-client';
import type { Around } from '../around.ts';
import type { Rendering } from '../chart/renderer.ts';
import { timed } from './timed.ts';

/** In seconds. The first one has to start a thread. */
const BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Times the drawing of charts. */
export function chartMetrics(registry: Registry): Around<Rendering> {
  const duration = new Histogram({
    name: 'talkbot_chart_duration_seconds',
    help: 'Time of drawing charts, waiting included, by outcome. Pictures that were used again are not in it.',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (draw) =>
    timed(draw, (seconds, end) =>
      duration.observe({ outcome: 'result' in end ? end.result.kind : 'exception' }, seconds),
    );
}
