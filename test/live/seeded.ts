import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import { latelyOf, openFactsOf } from '../../services/live/live-fact.ts';
import type { Mirror } from '../../services/live/mirror.ts';
import type { StoredRows } from '../ingest/tracker/stored-rows.ts';

/** Fills a mirror with what is stored of the conversations, as it is read at `now` (UTC ms). */
export function seed(mirror: Mirror, rows: StoredRows, timelines: readonly Timeline[], now: number): void {
  for (const { stream, conversationId, openedAt, channel } of timelines) {
    const facts = rows.factsOf(stream, conversationId);
    const live = { facts: openFactsOf(facts), lately: latelyOf(facts, now) };
    if (live.facts.length + live.lately.stays.length + live.lately.handled.length > 0)
      mirror.fill({ stream, conversationId, openedAt, channel, version: 1, ...live }, now);
  }
}
