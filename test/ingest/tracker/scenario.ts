import fc from 'fast-check';
import { trackingKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { Timeline } from '../../../services/domain/timeline/timeline.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { createSparingStore } from '../../../services/ingest/tracker/sparing-store.ts';
import { createTracker, type Measured } from '../../../services/ingest/tracker/tracker.ts';
import { anyTimeline } from '../../domain/measure/arbitrary.ts';
import { createStoredRows, type StoredRows } from './stored-rows.ts';

/** Where a consumer ends in the middle of a unit. */
const FATES = ['before facts', 'before events', 'before commit'] as const;
type Fate = (typeof FATES)[number];

/** Records that are announced together, and what happens to them, time after time. */
interface Unit {
  records: number;
  fates: readonly Fate[];
}

const unit: fc.Arbitrary<Unit> = fc.record({
  records: fc.integer({ min: 1, max: 12 }),
  fates: fc.array(fc.constantFrom<Fate>(...FATES), { maxLength: 3 }),
});

/** Conversations, and the log of one partition with their events in any order, some of them several times. */
export const scenario = fc
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
      learnAfter: fc.constantFrom(1, 2, 5, Number.POSITIVE_INFINITY),
      peeks: fc.infiniteStream(fc.boolean()),
    });
  });

function eventsOf({ stream, conversationId, openedAt, channel, events }: Timeline): ConversationEvent[] {
  return events.map((event) => ({
    kind: 'conversation' as const,
    key: trackingKey(stream, { conversationId, openedAt }),
    source: 'test',
    stream,
    conversationId,
    openedAt,
    channel,
    event,
  }));
}

/** Who is told of what has changed before it is stored. */
export interface Audience {
  /** A consumer has come to know what is stored by now, and has not added anything. */
  begins(rows: StoredRows): void;
  told(conversations: readonly Measured[]): void;
}

interface Consuming {
  maxConversations: number;
  learnAfter: number;
  /** Whether what was added is looked at before the unit is taken, time after time. */
  peeks: Iterator<boolean>;
  audience?: Audience;
}

/**
 * Works through a log unit by unit, as ingest does: while one is written, the next one's events are added. After
 * an end, a new consumer starts where the last commit was, and forms the unit that was announced again.
 */
export async function consume(
  log: readonly ConversationEvent[],
  units: readonly Unit[],
  { maxConversations, learnAfter, peeks, audience }: Consuming,
): Promise<StoredRows> {
  const rows = createStoredRows();
  const start = () =>
    createTracker(createSparingStore(rows.store, rows.storedIds, { learnAfter, days: 2, now: Date.now }), {
      maxConversations,
    });
  let tracker = start();
  audience?.begins(rows);
  const add = async (records: readonly ConversationEvent[]) => {
    await tracker.load(records);
    const fresh = records.filter((event) => tracker.add(event));
    if (peeks.next().value === true) audience?.told([...tracker.peek()]);
    return fresh;
  };
  const portions = split(log, units);
  let next = await add(portions[0]!.records);
  for (const [i, { records, fates }] of portions.entries()) {
    for (const fate of [...fates, 'stored' as const]) {
      const fresh = next;
      const changes = [...tracker.drain()];
      audience?.told(changes.filter(({ peeked }) => !peeked));
      next = await add(portions[i + 1]?.records ?? []);
      if (fate !== 'before facts') rows.writeFacts(changes);
      if (fate === 'stored' || fate === 'before commit') rows.writeEvents(fresh);
      if (fate === 'stored') tracker.stored(changes.map(({ timeline }) => timeline));
      else {
        if (fates.length % 2 === 0) tracker.clear();
        else {
          tracker = start();
          audience?.begins(rows);
        }
        next = await add(records);
      }
    }
  }
  return rows;
}

/** The log in units; what the script leaves over is one more. */
function split(log: readonly ConversationEvent[], units: readonly Unit[]) {
  let from = 0;
  const portions = units.map(({ records, fates }) => {
    from += records;
    return { records: log.slice(from - records, from), fates };
  });
  return [...portions, { records: log.slice(from), fates: [] }];
}
