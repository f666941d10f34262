import type { Registry } from 'prom-client';
import { metersOf } from '../lib/meters.ts';
import type { PublisherMetrics } from './topic/publisher.ts';

/** What a process that shows the live state says of it. */
export interface LiveMetrics {
  seeded(): void;
  differed(conversations: number): void;
  state(of: {
    isShown: boolean;
    hasLately: boolean;
    lagMs: number | null;
    open: number;
    lately: number;
  }): void;
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  const { counter, gauge } = metersOf(registry);
  const seedings = counter(
    'linewatch_live_seedings_total',
    'How often the live state was read from storage: at the start, and where news were missing',
  );
  const differences = counter(
    'linewatch_live_differences_total',
    'Conversations of which the live state and storage said different things for good; they were mended',
  );
  const shown = gauge('linewatch_live_ready', '1 while live figures come from memory, 0 while from storage');
  const whole = gauge(
    'linewatch_live_lately_ready',
    '1 while figures of the last half hour and hour come from memory too, 0 while from storage',
  );
  const lag = gauge('linewatch_live_lag_seconds', 'How old the live state is at its slowest partition');
  const open = gauge('linewatch_live_open_conversations', 'Conversations in the live state');
  const ended = gauge(
    'linewatch_live_lately_facts',
    'Stays in queues and handling in the live state that ended lately; over 200,000 none are kept',
  );
  return {
    seeded: () => seedings.inc(),
    differed: (conversations) => differences.inc(conversations),
    state({ isShown, hasLately, lagMs, open: conversations, lately }) {
      shown.set(isShown ? 1 : 0);
      whole.set(hasLately ? 1 : 0);
      ended.set(lately);
      lag.set(lagMs === null ? Number.NaN : lagMs / 1000);
      open.set(conversations);
    },
  };
}

/** What ingest says of the news that it sends. */
export function createPublisherMetrics(registry: Registry): PublisherMetrics {
  const { counter } = metersOf(registry);
  const sent = counter('linewatch_live_sent_total', 'Pieces of live news that Kafka has acknowledged');
  const dropped = counter(
    'linewatch_live_dropped_total',
    'Conversations and states of agents that live news could not tell of in time',
  );
  return { sent: () => sent.inc(), dropped: (count) => dropped.inc(count) };
}
