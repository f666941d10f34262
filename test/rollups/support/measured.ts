import { trackingKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { Timeline, TimelineEvent } from '../../../services/domain/timeline/timeline.ts';
import { factRows, writeFacts } from '../../../services/ingest/rows/facts.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../../services/ingest/tracker/tracker.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { isDistinct } from '../../../services/rollups/distinct/told.ts';
import { batchesOf } from '../../../services/rollups/due.ts';
import { type Note, notesQuery, touchedHours } from '../../../services/rollups/notes.ts';
import { recompute } from '../../../services/rollups/recompute.ts';
import { SOURCES, touchedBy } from '../../../services/rollups/sources.ts';

/** Sources of distinct conversations. */
export const DISTINCT_SOURCES = SOURCES.filter(({ parts }) => parts.some(isDistinct));

/** A conversation's event as ingest has it. */
export interface Arrival {
  of: Omit<Timeline, 'events'>;
  event: TimelineEvent;
}

/**
 * Ingest between its tracker and the tables: measures what arrives and writes how facts change, with the hours that are
 * touched.
 */
export function createIngestForTests(clickhouse: ClickHouse, now: () => number) {
  const tracker = createTracker({ read: async () => new Map(), forget() {} }, { maxConversations: 10_000 });
  return {
    async take(arrivals: readonly Arrival[]): Promise<void> {
      const events = arrivals.map(({ of, event }): ConversationEvent => {
        const { stream, conversationId, openedAt, channel } = of;
        const key = trackingKey(stream, { conversationId, openedAt });
        return {
          kind: 'conversation',
          key,
          stream,
          conversationId,
          openedAt,
          channel,
          source: 'test',
          event,
        };
      });
      await tracker.load(events);
      for (const event of events) tracker.add(event, { partition: 0, offset: 0n });
      const facts = factRows();
      const touched = touchedHours();
      const changes = [...tracker.drain()];
      for (const change of changes) {
        writeFacts(facts, change);
        touched.add(change);
      }
      await clickhouse.insert('facts', facts);
      await clickhouse.insert('dirty_hours', touched.rows(now()));
      tracker.stored(changes.map(({ timeline }) => timeline));
    },
  };
}

/** Rolls up the hours of distinct conversations that are noted, and strikes the notes; gives how many those were. */
export async function rollUpDistinct(clickhouse: ClickHouse, now: number): Promise<number> {
  const notes = await clickhouse.query<Note>(notesQuery(now));
  let hours = 0;
  for (const source of DISTINCT_SOURCES) {
    for (const batch of batchesOf(touchedBy(source, notes).keys())) {
      await recompute(clickhouse, source, batch, now);
      hours += batch.length;
    }
  }
  await clickhouse.command('TRUNCATE TABLE dirty_hours');
  return hours;
}
