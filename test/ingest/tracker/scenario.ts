import fc from 'fast-check';
import { trackingKey } from '../../../services/domain/timeline/conversation-key.ts';
import { compareEvents, type Timeline } from '../../../services/domain/timeline/timeline.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { DEFAULT_FOLDING, type Folding } from '../../../services/ingest/tracker/folds.ts';
import { createSparingStore } from '../../../services/ingest/tracker/sparing-store.ts';
import { createTracker, type Measured } from '../../../services/ingest/tracker/tracker.ts';
import { anyTimeline, longTicket } from '../../domain/measure/arbitrary.ts';
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

/** Folded as usual, which is never; from the second event on; and with room for hardly any. */
const folding = fc.constantFrom<Folding>(
  DEFAULT_FOLDING,
  { minEvents: 2, openEvents: 1, maxOpenEvents: 3, calmEvents: 1, maxBytes: 1_000_000 },
  { minEvents: 6, openEvents: 4, maxOpenEvents: 6, calmEvents: 4, maxBytes: 9_000 },
);

/** Conversations, and the log of one partition with their events in any order, some of them several times. */
export const scenario = fc
  .array(fc.oneof({ weight: 3, arbitrary: anyTimeline }, longTicket), { minLength: 1, maxLength: 3 })
  .map((timelines) => timelines.map((timeline, i) => ({ ...timeline, conversationId: `c${i}` })))
  .chain((timelines) => {
    const events = timelines.flatMap(eventsOf);
    return fc.record({
      timelines: fc.constant(timelines),
      log: fc
        .tuple(
          fc.oneof(
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.constant(events.toSorted((a, b) => compareEvents(a.event, b.event))),
          ),
          fc.subarray(events),
        )
        .chain(([once, again]) => fc.tuple(fc.constant(once), fc.shuffledSubarray(again)))
        .map(([once, again]) => [...once, ...again]),
      units: fc.array(unit, { minLength: 1, maxLength: 30 }),
      maxConversations: fc.integer({ min: 0, max: 3 }),
      folding,
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

/** How far what is told reaches in the log. */
export interface Reach {
  from: bigint;
  until: bigint;
  /** All before is stored and committed. */
  committed: bigint;
}

/** Who is told of what has changed before it is stored. */
export interface Audience {
  /** A consumer has come to know what is stored by now, and has not added anything. */
  begins(rows: StoredRows): void;
  told(conversations: readonly Measured[], reach: Reach): void;
  /** Something was stored. `watermark`: all before is, as far as storage itself says. */
  stored?(rows: StoredRows, watermark: bigint): void;
}

interface Consuming {
  maxConversations: number;
  folding: Folding;
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
  { maxConversations, folding, learnAfter, peeks, audience }: Consuming,
): Promise<StoredRows> {
  const rows = createStoredRows();
  const start = () =>
    createTracker(createSparingStore(rows.store, rows.storedIds, { learnAfter, days: 2, now: Date.now }), {
      maxConversations,
      folding,
    });
  let tracker = start();
  audience?.begins(rows);
  let committed = 0;
  let told = 0;
  const tell = (conversations: readonly Measured[], until: number) => {
    const from = BigInt(Math.min(told, until));
    audience?.told(conversations, { from, until: BigInt(until), committed: BigInt(committed) });
    told = Math.max(told, until);
  };
  const add = async ({ records, from }: Portion) => {
    await tracker.load(records);
    const fresh = records.filter((event, i) =>
      tracker.add(event, { partition: 0, offset: BigInt(from + i) }),
    );
    if (peeks.next().value === true) tell([...tracker.peek()], from + records.length);
    return fresh;
  };
  const portions = split(log, units);
  const behind: Portion = { records: [], from: log.length, fates: [] };
  let next = await add(portions[0]!);
  for (const [i, portion] of portions.entries()) {
    const end = portion.from + portion.records.length;
    for (const fate of [...portion.fates, 'stored' as const]) {
      const fresh = next;
      const changes = [...tracker.drain()];
      tell(
        changes.filter(({ peeked }) => !peeked),
        end,
      );
      next = await add(portions[i + 1] ?? behind);
      if (fate !== 'before facts') rows.writeFacts(changes);
      if (fate === 'stored' || fate === 'before commit') rows.writeEvents(fresh);
      audience?.stored?.(rows, BigInt(fate === 'stored' || fate === 'before commit' ? end : committed));
      if (fate === 'stored') {
        tracker.stored(changes.map(({ timeline }) => timeline));
        committed = end;
      } else {
        // What was announced may be stored: of that nothing new is found out.
        told = end;
        if (portion.fates.length % 2 === 0) tracker.clear();
        else {
          tracker = start();
          audience?.begins(rows);
        }
        next = await add(portion);
      }
    }
  }
  tell([], log.length);
  return rows;
}

interface Portion {
  records: readonly ConversationEvent[];
  /** Offset of the first. */
  from: number;
  fates: readonly Fate[];
}

/** The log in units; what the script leaves over is one more. */
function split(log: readonly ConversationEvent[], units: readonly Unit[]): Portion[] {
  let from = 0;
  const portions = units.map(({ records, fates }) => {
    from += records;
    const begin = from - records;
    return { records: log.slice(begin, from), from: Math.min(begin, log.length), fates };
  });
  return [...portions, { records: log.slice(from), from: Math.min(from, log.length), fates: [] }];
}
