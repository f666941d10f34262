import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../services/domain/measure/measure.ts';
import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import { newsOf } from '../../services/ingest/news.ts';
import type { Measured } from '../../services/ingest/tracker/tracker.ts';
import { liveFactsOf } from '../../services/live/live-fact.ts';
import { createMirror, type Mirror } from '../../services/live/mirror.ts';
import { consume, scenario } from '../ingest/tracker/scenario.ts';
import type { StoredRows } from '../ingest/tracker/stored-rows.ts';
import { shownOf, traitsOf } from './shown.ts';

/** Seeds a mirror with what is stored of the conversations; with the version of the newest live fact, as it is read. */
function seed(mirror: Mirror, rows: StoredRows, timelines: readonly Timeline[]): void {
  for (const { stream, conversationId, openedAt, channel } of timelines) {
    const facts = liveFactsOf(rows.factsOf(stream, conversationId));
    const version = rows.versionOf(stream, conversationId, facts);
    if (facts.length > 0) mirror.apply({ stream, conversationId, openedAt, channel, version, facts }, 0);
  }
}

const expected = (timeline: Timeline) =>
  liveFactsOf(measure(timeline).facts)
    .map((fact) => JSON.stringify([fact.at, traitsOf(fact, timeline)]))
    .sort();

describe('whatever the order, the repetitions and the batches, and wherever a consumer ends,', () => {
  test('a mirror that hears of it ahead of storage shows what is open of the whole set', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(scenario, fc.boolean(), async ({ timelines, log, units, ...options }, isLate) => {
        let mirror = createMirror();
        /** What was stored when the consumer began may be read after the first news. */
        let due = () => {};
        const audience = {
          begins(rows: StoredRows) {
            mirror = createMirror();
            const from = rows.copy();
            due = () => seed(mirror, from, timelines);
            if (!isLate) due();
          },
          told(conversations: readonly Measured[]) {
            for (const conversation of newsOf(conversations, [], []).conversations)
              mirror.apply(conversation, 0);
          },
        };
        await consume(log, units, { ...options, audience });
        if (isLate) due();
        for (const timeline of timelines) {
          seen += expected(timeline).length;
          expect(shownOf(mirror, timeline.conversationId)).toEqual(expected(timeline));
        }
      }),
      { numRuns: 250 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
