import { trackingKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { Timeline, TimelineEvent } from '../../../services/domain/timeline/timeline.ts';
import { factRows, writeFacts } from '../../../services/ingest/rows/facts.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../../services/ingest/tracker/tracker.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { makeDays } from '../../../services/rollups/days.ts';
import { isDistinct } from '../../../services/rollups/distinct/told.ts';
import { batchesOf } from '../../../services/rollups/due.ts';
import { dayOf } from '../../../services/rollups/known-days.ts';
import { createKnownHours } from '../../../services/rollups/known-hours.ts';
import { HOUR_MS, type Note, notesQuery, touchedHours } from '../../../services/rollups/notes.ts';
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

/** Rolls up the days of distinct conversations of which some hour is noted, with their hours, and strikes the notes. */
export async function rollUpDistinct(clickhouse: ClickHouse, now: number): Promise<void> {
  const notes = await clickhouse.query<Note>(notesQuery(now));
  for (const source of DISTINCT_SOURCES) {
    const days = new Set([...touchedBy(source, notes).keys()].map(dayOf));
    const hours = [...days].flatMap((day) => Array.from({ length: 24 }, (_, i) => day + i * HOUR_MS));
    for (const batch of batchesOf(hours)) await recompute(clickhouse, source, batch, now);
  }
  const known = createKnownHours(clickhouse, Date.now);
  await known.refresh();
  for (const source of DISTINCT_SOURCES) {
    const due = known.days(source.name).due(Number.POSITIVE_INFINITY);
    if (due.size > 0) await makeDays(clickhouse, source, due, now);
  }
  await clickhouse.command('TRUNCATE TABLE dirty_hours');
}
