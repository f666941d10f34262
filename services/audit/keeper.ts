import type { Kafka } from 'kafkajs';
import { TOPICS } from '../../schemas/index.ts';
import type { AuditEntry } from '../../schemas/types.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import { createValueReader } from '../lib/avro/value-reader.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import type { EventStream, StreamBatch } from '../lib/event-stream.ts';
import { createKafkaEventStream } from '../lib/kafka/event-stream.ts';
import type { Log } from '../lib/log.ts';
import { auditRows } from './rows.ts';

const MIB = 1_048_576;

interface Deps {
  kafka: Kafka;
  registry: SchemaRegistry;
  clickhouse: ClickHouse;
  log: Log;
}

/**
 * Brings the audit log from its topic into its table, under a group of its own. An entry that is written again is the same
 * row, so committing behind it is enough. Figures do not depend on it: where it may not read, the log says so and all else
 * goes on.
 */
export function keepAudit(
  { kafka, registry, clickhouse, log }: Deps,
  group: string,
): Pick<EventStream, 'close'> {
  const stream = createKafkaEventStream(
    kafka,
    {
      groupId: group,
      topics: [TOPICS.audit],
      sessionTimeoutMs: 30_000,
      maxBytesPerPartition: MIB,
      maxBytes: 4 * MIB,
    },
    log,
  );
  const read = createValueReader<AuditEntry>(registry, TOPICS.audit);

  async function store({ topic, partition, records }: StreamBatch): Promise<void> {
    const entries: AuditEntry[] = [];
    for (const record of records) {
      const entry = await read(record);
      if (entry !== null) entries.push(entry);
      else log.error({ partition, offset: String(record.offset) }, 'this is no entry of an audit log');
    }
    await clickhouse.insert('audit', auditRows(entries));
    const offset = records.at(-1)!.offset + 1n;
    await stream.commit([{ topic, partition, offset, announced: null }]);
  }

  const onFailed = (error: unknown) =>
    log.error({ code: codeOf(error) }, 'the audit log stays in its topic: its table is not filled any more');
  // Joining waits for members that were killed to be given up: ingest must not wait for that.
  stream
    .start({
      onAssigned() {},
      onLost: ({ from, to }) =>
        log.error({ records: String(to - from) }, 'entries of the audit log are lost'),
      onFailed,
      onBatch: store,
    })
    .catch(onFailed);
  return stream;
}
