import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DeskObserver } from '../chat/desk-watchers.ts';
import type { Platform } from '../identity.ts';

/** In seconds. Discord shows an error after 3 where nothing was acknowledged; a look-up may take 10. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Counts and times what people ask for. */
export function eventMetrics(registry: Registry): DeskObserver {
  const registers = [registry];
  const inHand = new Map<Platform, number>();
  const count = (platform: Platform, change: number) =>
    inHand.set(platform, (inHand.get(platform) ?? 0) + change);
  new Gauge({
    name: 'talkbot_events_in_progress',
    help: 'Events of chats that are being answered.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const [platform, events] of inHand) this.set({ platform }, events);
    },
  });
  const total = new Counter({
    name: 'talkbot_commands_total',
    help: 'Events of chats, by what was asked for and what came of it; as the log names both.',
    labelNames: ['platform', 'command', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'talkbot_command_duration_seconds',
    help: 'Time from an event to the end of the delivery of its answer.',
    labelNames: ['platform', 'command'],
    buckets: BUCKETS,
    registers,
  });
  return {
    onEvent: (platform) => count(platform, 1),
    onHandled({ platform, command, outcome, ms }) {
      count(platform, -1);
      total.inc({ platform, command, outcome });
      duration.observe({ platform, command }, ms / 1000);
    },
  };
}
