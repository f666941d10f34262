import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Unit } from './block-writer.ts';

/** Ingest's own figures for Prometheus. Labels are topics and reasons: bounded. */
export function createIngestMetrics(registry: Registry) {
  const registers = [registry];
  const records = new Counter({
    name: 'linewatch_ingest_records_total',
    help: 'Records taken from Kafka and stored, duplicates and dead letters included',
    registers,
  });
  const duplicates = new Counter({
    name: 'linewatch_ingest_duplicates_total',
    help: 'Events that were stored already',
    registers,
  });
  const dead = new Counter({
    name: 'linewatch_ingest_dead_letters_total',
    help: 'Records given up',
    labelNames: ['topic', 'reason'],
    registers,
  });
  const lost = new Counter({
    name: 'linewatch_ingest_lost_records_total',
    help: 'Records that Kafka deleted before they were read',
    labelNames: ['topic', 'partition'],
    registers,
  });
  const waiting = new Gauge({
    name: 'linewatch_ingest_waiting',
    help: '1 while a step waits for a server that is away',
    labelNames: ['step'],
    registers,
  });
  const freshness = new Histogram({
    name: 'linewatch_ingest_freshness_seconds',
    help: "From Kafka's timestamp of an event until it is stored and visible",
    buckets: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60],
    registers,
  });
  const write = new Histogram({
    name: 'linewatch_ingest_write_seconds',
    help: 'Time to store one unit',
    buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers,
  });
  const lag = new Gauge({
    name: 'linewatch_ingest_lag_records',
    help: 'Records in a partition that are not stored yet',
    labelNames: ['topic', 'partition'],
    registers,
  });

  return {
    waiting(step: string, is: boolean): void {
      waiting.set({ step }, is ? 1 : 0);
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
