import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../services/domain/measure/measure.ts';
import { toldOf } from '../../services/ingest/news.ts';
import type { Measured } from '../../services/ingest/tracker/tracker.ts';
import type { ToldConversation } from '../../services/live/feed.ts';
import { createMirror } from '../../services/live/mirror.ts';
import { HOUR, OPENED } from '../domain/measure/build.ts';
import { consume, scenario } from '../ingest/tracker/scenario.ts';
import type { StoredRows } from '../ingest/tracker/stored-rows.ts';
import { seed } from './seeded.ts';
import { expectedOf, shownOf } from './shown.ts';

describe('whatever the order, the repetitions and the batches, and wherever a consumer ends,', () => {
  test('a mirror that hears of it ahead of storage shows what is open and what ended lately of the whole set', async () => {
    const seen = { open: 0, ended: 0 };
    const whens = fc.constantFrom(OPENED, OPENED + HOUR / 2, OPENED + 2 * HOUR, OPENED + 25 * HOUR);
    await fc.assert(
      fc.asyncProperty(
        scenario,
        fc.infiniteStream(fc.boolean()),
        whens,
        async ({ timelines, log, units, ...options }, draws, now) => {
          let stored = new Map() as unknown as StoredRows;
          let told: ToldConversation[] = [];
          let rows = stored;
          const audience = {
            begins(from: StoredRows) {
              rows = from;
              stored = from.copy();
              told = [];
            },
            told(conversations: readonly Measured[]) {
              told.push(...conversations.map((one) => toldOf(one, now)));
            },
            /** What is stored may be read at any time after the first news. */
            stored() {
              if (draws.next().value === true) stored = rows.copy();
            },
          };
          await consume(log, units, { ...options, audience });
          const mirror = createMirror();
          seed(mirror, stored, timelines, now);
          for (const conversation of told) mirror.apply(conversation, now);
          for (const later of [now, now + HOUR / 2, now + HOUR]) {
            mirror.expire(later);
            for (const timeline of timelines) {
              const expected = expectedOf(measure(timeline).facts, timeline, later);
              const ended = expected.filter((text) => text.startsWith('["ended"')).length;
              seen.open += expected.length - ended;
              seen.ended += ended;
              expect(shownOf(mirror, timeline.conversationId, later)).toEqual(expected);
            }
          }
        },
      ),
      { numRuns: 250 },
    );
    expect(Math.min(seen.open, seen.ended)).toBeGreaterThan(100);
  });
});
