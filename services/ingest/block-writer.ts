import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { instant, long, text, uint16, uint64, word } from '../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../lib/clickhouse/native/rows.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Block } from './block.ts';
import type { ChangeRows } from './change-rows.ts';
import { deadLetters } from './dead-letters.ts';
import { deadLetterRows, writeDeadLetter } from './rows/dead-letters.ts';
import { stampContent } from './rows/stamps.ts';
import type { Tracking } from './tracker/tracker.ts';

/** A block with what it changes of its conversations: one unit of storing. */
export interface Unit {
  block: Block;
  changed: ChangeRows;
  /** Those that are changed. */
  conversations: readonly Tracking[];
}

/** The steps of storing a unit, in order. Each is idempotent; all reject (retriable) while a server is away. */
export interface BlockWriter {
  steps: readonly { name: string; run(unit: Unit): Promise<void> }[];
}

/** Writes to ClickHouse, and dead letters to their topic. */
export function createBlockWriter(deps: {
  clickhouse: ClickHouse;
  producer: AvroProducer;
  now: () => number;
}): BlockWriter {
  const { clickhouse, producer, now } = deps;
  const knownStamps = new Set<string>();

  return {
    steps: [
      {
        name: 'reference',
        async run({ block }) {
          const fresh = [...block.stamps.values()].filter((stamp) => !knownStamps.has(stamp.hash));
          const rows = rowsOf({ kind: word(), hash: text(), content: text() });
          for (const stamp of fresh) {
            rows.columns.kind.add('stamp');
            rows.columns.hash.add(stamp.hash);
            rows.columns.content.add(stampContent(stamp));
          }
          await clickhouse.insert('reference', rows);
          for (const stamp of fresh) knownStamps.add(stamp.hash);
        },
      },
      {
        // None of these tables tells anything of another: they are written at the same time.
        name: 'derived',
        async run({ block, changed }) {
          await Promise.all([
            clickhouse.insert('facts', changed.facts),
            clickhouse.insert('tellings', changed.tellings),
            clickhouse.insert('conversations', changed.conversations),
            clickhouse.insert('agent_states', block.agentStates),
            clickhouse.insert('agent_schedules', block.agentSchedules),
          ]);
        },
      },
      {
        name: 'notes',
        async run({ block, changed }) {
          await Promise.all([
            clickhouse.insert('dirty_hours', changed.touched.rows(now(), changed.takenAt)),
            clickhouse.insert('dirty_hours', block.agentHours.rows(now())),
          ]);
        },
      },
      { name: 'events', run: ({ block }) => clickhouse.insert('events', block.events) },
      {
        name: 'dead letters',
        async run({ block }) {
          if (block.dead.length === 0) return;
          const failedAt = now();
          await producer.send(block.dead.flatMap((dead) => deadLetters(dead, failedAt)));
          const rows = deadLetterRows();
          for (const { record, ...dead } of block.dead)
            writeDeadLetter(rows, { ...dead, offset: record.offset, failedAt });
          await clickhouse.insert('dead_letters', rows);
        },
      },
      {
        name: 'watermarks',
        async run({ block }) {
          const writtenAt = now();
          await Promise.all([
            clickhouse.insert('lost_records', lostRows(block, writtenAt)),
            clickhouse.insert('watermarks', watermarkRows(block, writtenAt)),
            clickhouse.insert('freshness', freshnessRows(block, writtenAt)),
          ]);
        },
      },
    ],
  };
}

function lostRows({ lost }: Block, foundAt: number) {
  const rows = rowsOf({
    topic: word(),
    kafka_partition: uint16(),
    from_offset: uint64(),
    to_offset: uint64(),
    found_at: instant(),
  });
  for (const { topic, partition, from, to } of lost) {
    rows.columns.topic.add(topic);
    rows.columns.kafka_partition.add(partition);
    rows.columns.from_offset.add(from);
    rows.columns.to_offset.add(to);
    rows.columns.found_at.add(foundAt);
  }
  return rows;
}

function watermarkRows({ progress }: Block, writtenAt: number) {
  const rows = rowsOf({
    topic: word(),
    kafka_partition: uint16(),
    next_offset: uint64(),
    end_offset: uint64(),
    kafka_at: instant(),
    written_at: instant(),
  });
  for (const { topic, partition, nextOffset, endOffset, kafkaAt } of progress.values()) {
    rows.columns.topic.add(topic);
    rows.columns.kafka_partition.add(partition);
    rows.columns.next_offset.add(nextOffset);
    rows.columns.end_offset.add(endOffset);
    rows.columns.kafka_at.add(kafkaAt);
    rows.columns.written_at.add(writtenAt);
  }
  return rows;
}

function freshnessRows({ asOf, forgotten }: Block, writtenAt: number) {
  const rows = rowsOf({
    topic: word(),
    kafka_partition: uint16(),
    as_of: instant(),
    written_at: instant(),
    forgotten: long(),
  });
  for (const { topic, partition, at } of asOf.values()) {
    rows.columns.topic.add(topic);
    rows.columns.kafka_partition.add(partition);
    rows.columns.as_of.add(at);
    rows.columns.written_at.add(writtenAt);
    rows.columns.forgotten.add(forgotten);
  }
  return rows;
}
