import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { RowBinaryWriter } from '../lib/clickhouse/row-binary.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Block, DeadRecord } from './block.ts';
import { deadLetters } from './dead-letters.ts';
import { AGENT_SCHEDULE_COLUMNS, AGENT_STATE_COLUMNS } from './rows/agents.ts';
import { CONVERSATION_COLUMNS, writeConversation } from './rows/conversations.ts';
import { EVENT_COLUMNS } from './rows/events.ts';
import { FACT_COLUMNS, writeFacts } from './rows/facts.ts';
import { stampContent } from './rows/stamps.ts';
import type { Change } from './tracker/tracker.ts';

/** A block with the changes of its conversations: one unit of storing. */
export interface Unit {
  block: Block;
  changes: readonly Change[];
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

  async function insert(table: string, columns: readonly string[], rows: RowBinaryWriter): Promise<void> {
    if (rows.rows > 0) await clickhouse.insertRowBinary(table, columns, rows.view());
  }

  return {
    steps: [
      {
        name: 'reference',
        async run({ block }) {
          const fresh = [...block.stamps.values()].filter((stamp) => !knownStamps.has(stamp.hash));
          const rows = new RowBinaryWriter(4096);
          for (const stamp of fresh) {
            rows.string('stamp');
            rows.string(stamp.hash);
            rows.string(stampContent(stamp));
            rows.endRow();
          }
          await insert('reference', ['kind', 'hash', 'content'], rows);
          for (const stamp of fresh) knownStamps.add(stamp.hash);
        },
      },
      {
        name: 'facts',
        async run({ changes }) {
          const rows = new RowBinaryWriter();
          for (const change of changes) writeFacts(rows, change);
          await insert('facts', FACT_COLUMNS, rows);
        },
      },
      {
        name: 'conversations',
        async run({ changes }) {
          const rows = new RowBinaryWriter();
          for (const change of changes) writeConversation(rows, change);
          await insert('conversations', CONVERSATION_COLUMNS, rows);
        },
      },
      {
        name: 'agents',
        async run({ block }) {
          await insert('agent_states', AGENT_STATE_COLUMNS, block.agentStates);
          await insert('agent_schedules', AGENT_SCHEDULE_COLUMNS, block.agentSchedules);
        },
      },
      { name: 'events', run: ({ block }) => insert('events', EVENT_COLUMNS, block.events) },
      {
        name: 'dead letters',
        async run({ block }) {
          if (block.dead.length === 0) return;
          const failedAt = now();
          await producer.send(block.dead.flatMap((dead) => deadLetters(dead, failedAt)));
          await insert('dead_letters', DEAD_LETTER_COLUMNS, deadLetterRows(block.dead, failedAt));
        },
      },
      {
        name: 'watermarks',
        async run({ block }) {
          const writtenAt = now();
          await insert('lost_records', LOST_COLUMNS, lostRows(block, writtenAt));
          await insert('watermarks', WATERMARK_COLUMNS, watermarkRows(block, writtenAt));
          await insert('freshness', FRESHNESS_COLUMNS, freshnessRows(block, writtenAt));
        },
      },
    ],
  };
}

const DEAD_LETTER_COLUMNS = ['topic', 'kafka_partition', 'kafka_offset', 'failed_at', 'reason', 'stage'];
const LOST_COLUMNS = ['topic', 'kafka_partition', 'from_offset', 'to_offset', 'found_at'];
const WATERMARK_COLUMNS = ['topic', 'kafka_partition', 'next_offset', 'end_offset', 'kafka_at', 'written_at'];
const FRESHNESS_COLUMNS = ['topic', 'kafka_partition', 'as_of', 'written_at'];

function deadLetterRows(letters: readonly DeadRecord[], failedAt: number): RowBinaryWriter {
  const rows = new RowBinaryWriter(4096);
  for (const dead of letters) {
    rows.string(dead.topic);
    rows.uint16(dead.partition);
    rows.uint64(dead.record.offset);
    rows.int64(failedAt);
    rows.string(dead.reason);
    rows.string(dead.stage);
    rows.endRow();
  }
  return rows;
}

function lostRows(block: Block, foundAt: number): RowBinaryWriter {
  const rows = new RowBinaryWriter(1024);
  for (const { topic, partition, from, to } of block.lost) {
    rows.string(topic);
    rows.uint16(partition);
    rows.uint64(from);
    rows.uint64(to);
    rows.int64(foundAt);
    rows.endRow();
  }
  return rows;
}

function watermarkRows(block: Block, writtenAt: number): RowBinaryWriter {
  const rows = new RowBinaryWriter(4096);
  for (const progress of block.progress.values()) {
    rows.string(progress.topic);
    rows.uint16(progress.partition);
    rows.uint64(progress.nextOffset);
    rows.uint64(progress.endOffset);
    rows.int64(progress.kafkaAt);
    rows.int64(writtenAt);
    rows.endRow();
  }
  return rows;
}

function freshnessRows(block: Block, writtenAt: number): RowBinaryWriter {
  const rows = new RowBinaryWriter(4096);
  for (const { topic, partition, at } of block.asOf.values()) {
    rows.string(topic);
    rows.uint16(partition);
    rows.int64(at);
    rows.int64(writtenAt);
    rows.endRow();
  }
  return rows;
}
