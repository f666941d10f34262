import { instant, uint16, uint64, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';

/** Where a dead letter came from and why; what was in it stays in its topic. */
export interface DeadLetterRow {
  topic: string;
  partition: number;
  offset: bigint;
  /** UTC ms. */
  failedAt: number;
  reason: string;
  stage: string;
}

/** Rows of `dead_letters`. */
export function deadLetterRows() {
  return rowsOf({
    topic: word(),
    kafka_partition: uint16(),
    kafka_offset: uint64(),
    failed_at: instant(),
    reason: word(),
    stage: word(),
  });
}

export function writeDeadLetter({ columns }: ReturnType<typeof deadLetterRows>, row: DeadLetterRow): void {
  columns.topic.add(row.topic);
  columns.kafka_partition.add(row.partition);
  columns.kafka_offset.add(row.offset);
  columns.failed_at.add(row.failedAt);
  columns.reason.add(row.reason);
  columns.stage.add(row.stage);
}
