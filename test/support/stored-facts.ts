import type { ContactCenter } from '../../services/center/contact-center.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { createReference } from '../../services/ingest/reference.ts';
import { factRows, writeFacts } from '../../services/ingest/rows/facts.ts';
import { type ConversationEvent, createEnrich } from '../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../services/ingest/tracker/tracker.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';

/** Puts the facts of whole conversations into ClickHouse as ingest would, without Kafka: the fast way to many of them. */
export async function storeFacts(
  clickhouse: ClickHouse,
  center: ContactCenter,
  events: Iterable<OutgoingEvent>,
): Promise<void> {
  const reference = createReference(center);
  const enrich = createEnrich(() => reference);
  const tracker = createTracker({ read: async () => new Map(), forget() {} }, { maxConversations: 1e6 });
  const enriched: ConversationEvent[] = [];
  for (const { topic, value } of events) {
    const event = enrich(topic, value);
    if (event.kind === 'conversation') enriched.push(event);
  }
  await tracker.load(enriched);
  for (const event of enriched) tracker.add(event, { partition: 0, offset: 0n });
  const rows = factRows();
  for (const change of tracker.drain()) writeFacts(rows, change);
  await clickhouse.insert('facts', rows);
}
