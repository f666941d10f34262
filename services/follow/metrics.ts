import { Gauge, type Registry } from 'prom-client';
import { metersOf } from '../lib/meters.ts';
import type { Turn } from './tail.ts';

/** The figures of a process that follows a file, for Prometheus. */
export function createFollowMetrics(registry: Registry) {
  const { counter, gauge } = metersOf(registry);
  const records = counter(
    'linewatch_follow_records_total',
    'Records that were read: told as events, of no meaning for figures, or not understood (a dead letter each)',
    'outcome',
  );
  const events = counter('linewatch_follow_events_total', 'Events that Kafka has acknowledged');
  const turns = counter(
    'linewatch_follow_turns_total',
    'How often another file was gone on with: rotated, again (cut), lost (not found any more)',
    'turn',
  );
  const position = gauge(
    'linewatch_follow_position_bytes',
    'How far the file is read and acknowledged by Kafka',
  );
  let askBehind: () => Promise<number> = async () => 0;
  new Gauge({
    name: 'linewatch_follow_behind_bytes',
    help: 'What of the file is not read yet',
    registers: [registry],
    async collect() {
      this.set(await askBehind());
    },
  });
  const atEnd = gauge(
    'linewatch_follow_at_end_seconds',
    'When the end of the file was last reached, Unix time',
  );
  const waiting = gauge('linewatch_follow_waiting', '1 while this is waited for', 'for');
  waiting.set({ for: 'file' }, 0);
  waiting.set({ for: 'kafka' }, 0);

  return {
    records(outcome: 'events' | 'ignored' | 'dead', count: number): void {
      if (count > 0) records.inc({ outcome }, count);
    },
    acknowledged(count: number, offset: number): void {
      events.inc(count);
      position.set(offset);
    },
    turn(turn: Turn): void {
      if (turn !== 'begun') turns.inc({ turn });
    },
    /** Asked whenever the figures are: while Kafka is away nothing else happens. */
    behind(ask: () => Promise<number>): void {
      askBehind = ask;
    },
    atEnd(now: number): void {
      atEnd.set(now / 1_000);
    },
    waiting(what: 'file' | 'kafka', isWaiting: boolean): void {
      waiting.set({ for: what }, isWaiting ? 1 : 0);
    },
  };
}

export type FollowMetrics = ReturnType<typeof createFollowMetrics>;
