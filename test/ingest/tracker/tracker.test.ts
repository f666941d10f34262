import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import type { Timeline } from '../../../services/domain/timeline/timeline.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../../services/ingest/tracker/tracker.ts';
import { anyTimeline } from '../../domain/measure/arbitrary.ts';
import { createStoredRows, type StoredRows } from './stored-rows.ts';

/** What happens to a unit of work: it is stored, or the consumer ends at one of three points. */
type Fate = 'stored' | 'ends before facts' | 'ends before events' | 'ends before commit';

interface Unit {
  records: number;
  fate: Fate;
}

const unit: fc.Arbitrary<Unit> = fc.record({
  records: fc.integer({ min: 1, max: 12 }),
  fate: fc.constantFrom<Fate>(
    'stored',
    'stored',
    'ends before facts',
    'ends before events',
    'ends before commit',
  ),
});

/** Conversations, and the log of one partition with their events in any order, some of them several times. */
const scenario = fc
  .array(anyTimeline, { minLength: 1, maxLength: 3 })
  .map((timelines) => timelines.map((timeline, i) => ({ ...timeline, conversationId: `c${i}` })))
  .chain((timelines) => {
    const events = timelines.flatMap(eventsOf);
    return fc.record({
      timelines: fc.constant(timelines),
      log: fc
        .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
        .chain(([once, again]) => fc.tuple(fc.constant(once), fc.shuffledSubarray(again)))
        .map(([once, again]) => [...once, ...again]),
      units: fc.array(unit, { minLength: 1, maxLength: 30 }),
      maxConversations: fc.integer({ min: 0, max: 3 }),
    });
  });

function eventsOf({ stream, conversationId, openedAt, channel, events }: Timeline): ConversationEvent[] {
  return events.map((event) => ({
    kind: 'conversation' as const,
    source: 'test',
    stream,
    conversationId,
    openedAt,
    channel,
    event,
  }));
}

/**
 * Works through a log unit by unit, as ingest does: while one is written, the next one's events are added. After
 * an end, a new consumer starts where the last commit was.
 */
async function consume(
  log: readonly ConversationEvent[],
  units: readonly Unit[],
  maxConversations: number,
): Promise<StoredRows> {
  const rows = createStoredRows();
  let tracker = createTracker(rows.store, { maxConversations });
  let committed = 0;
  let turn = 0;
  // Once the script has been played, everything is stored.
  const unitAt = (index: number): Unit => units[index] ?? { records: 7, fate: 'stored' };
  const add = async (from: number, to: number) => {
    const batch = log.slice(from, to);
    await tracker.load(batch);
    return { to, fresh: batch.filter((event) => tracker.add(event)) };
  };
  let next = await add(0, unitAt(0).records);
  while (committed < log.length) {
    const { fate } = unitAt(turn++);
    const { to, fresh } = next;
    const changes = tracker.drain();
    next = await add(to, to + unitAt(turn).records);
    if (fate !== 'ends before facts') rows.writeFacts(changes);
    if (fate === 'stored' || fate === 'ends before commit') rows.writeEvents(fresh);
    if (fate === 'stored') {
      tracker.stored(changes);
      committed = to;
      continue;
    }
    if (turn % 2 === 0) tracker.clear();
    else tracker = createTracker(rows.store, { maxConversations });
    next = await add(committed, committed + unitAt(turn).records);
  }
  return rows;
}

const inOrder = (facts: readonly Fact[]) =>
  facts.toSorted((a, b) => (a.fact < b.fact ? -1 : a.fact > b.fact ? 1 : a.at - b.at || a.seq - b.seq));

describe('whatever the order, the repetitions and the batches, and wherever a consumer ends,', () => {
  test('the rows that stay are the facts of the whole set', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ timelines, log, units, maxConversations }) => {
        const rows = await consume(log, units, maxConversations);
        for (const timeline of timelines) {
          const stored = rows.factsOf(timeline.stream, timeline.conversationId);
          expect(inOrder(stored)).toEqual(inOrder(measure(timeline).facts));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
