import type { Registry } from 'prom-client';
import { DELAY_BUCKETS, metersOf } from '../lib/meters.ts';
import type { Unit } from './block-writer.ts';

/** Ingest's own figures for Prometheus. Labels are topics and reasons: bounded. */
export function createIngestMetrics(registry: Registry) {
  const { counter, gauge, histogram } = metersOf(registry);
  const records = counter(
    'linewatch_ingest_records_total',
    'Records taken from Kafka and stored, duplicates and dead letters included',
  );
  const duplicates = counter('linewatch_ingest_duplicates_total', 'Events that were stored already');
  const dead = counter('linewatch_ingest_dead_letters_total', 'Records given up', 'topic', 'reason');
  const lost = counter(
    'linewatch_ingest_lost_records_total',
    'Records that Kafka deleted before they were read',
    'topic',
    'partition',
  );
  const waiting = gauge('linewatch_ingest_waiting', '1 while a step waits for a server that is away', 'step');
  const freshness = histogram(
    'linewatch_ingest_freshness_seconds',
    "From Kafka's timestamp of an event until it is stored and visible",
    DELAY_BUCKETS,
  );
  const write = histogram(
    'linewatch_ingest_write_seconds',
    'Time to store one unit',
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
  );
  const lag = gauge(
    'linewatch_ingest_lag_records',
    'Records in a partition that are not stored yet',
    'topic',
    'partition',
  );

  return {
    waiting(step: string, is: boolean): void {
      waiting.set({ step }, is ? 1 : 0);
    },
    deadElsewhere({ topic, reason }: { topic: string; reason: string }): void {
      dead.inc({ topic, reason });
    },
    stored({ block }: Unit, tookMs: number, now: number): void {
      records.inc(block.records);
      duplicates.inc(block.duplicates);
      write.observe(tookMs / 1000);
      for (const letter of block.dead) dead.inc({ topic: letter.topic, reason: letter.reason });
      for (const range of block.lost) {
        lost.inc({ topic: range.topic, partition: range.partition }, Number(range.to - range.from));
      }
      for (const at of block.kafkaTimes) freshness.observe(Math.max(0, now - at) / 1000);
      for (const p of block.progress.values()) {
        lag.set({ topic: p.topic, partition: p.partition }, Number(p.endOffset - p.nextOffset));
      }
    },
  };
}
