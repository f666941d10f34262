import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveNews } from '../../schemas/types.ts';
import { measure } from '../../services/domain/measure/measure.ts';
import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import { newsOf } from '../../services/ingest/news.ts';
import type { ConversationEvent } from '../../services/ingest/stages/enrich.ts';
import { type Backlog, createBacklog } from '../../services/live/backlog.ts';
import type { Offsets } from '../../services/live/coverage.ts';
import type { LivePosition } from '../../services/live/feed.ts';
import { liveFactsOf } from '../../services/live/live-fact.ts';
import { createMirror } from '../../services/live/mirror.ts';
import { createPicture, type Picture } from '../../services/live/picture.ts';
import { createNewsReader, createNewsWriter } from '../../services/live/topic/news.ts';
import { createEventSet } from '../domain/timeline/event-set.ts';
import { consume, type Reach, scenario } from '../ingest/tracker/scenario.ts';
import type { StoredRows } from '../ingest/tracker/stored-rows.ts';
import { shownOf, traitsOf } from './shown.ts';

/** All streams of a scenario are in one log: each has its offsets. */
const TOPICS = ['contact.tickets', 'contact.chats', 'contact.surveys'];

const everywhere = (offset: bigint): Offsets => new Map(TOPICS.map((topic) => [`${topic}/0`, offset]));

const positionsAt = (from: bigint, until: bigint, stored: bigint): LivePosition[] =>
  TOPICS.map((topic) => ({ topic, partition: 0, from, until, stored, asOf: null }));

/** Storage as it was at a moment. */
interface Stored {
  rows: StoredRows;
  watermark: bigint;
}

type Step = { producer: number; news: LiveNews } | Stored;

/** What ingest does in its lifetimes: what each tells, and what is stored meanwhile. */
async function livesOf({ log, units, ...options }: Omit<Scenario, 'timelines'>): Promise<Step[]> {
  const steps: Step[] = [];
  let producer = 0;
  let writer = createNewsWriter('p0');
  const end = BigInt(log.length);
  const tell = (...of: Parameters<typeof newsOf>) => {
    for (const news of writer.write(newsOf(...of))) steps.push({ producer, news });
  };
  const audience = {
    begins() {
      writer = createNewsWriter(`p${++producer}`);
    },
    told(conversations: Parameters<typeof newsOf>[0], { from, until, committed }: Reach) {
      tell(conversations, [], positionsAt(from, until, committed));
    },
    stored: (rows: StoredRows, watermark: bigint) => void steps.push({ rows: rows.copy(), watermark }),
  };
  await consume(log, units, { ...options, audience });
  // Once a second something is told, even where nothing happens: whoever missed the end learns of it.
  tell([], [], positionsAt(end, end, end));
  return steps;
}

interface Seeding {
  backlog: Backlog;
  needed: bigint;
  from?: bigint;
  rows?: StoredRows;
}

/** A follower, whose reading of storage takes its time. */
function createFollower(timelines: readonly Timeline[]) {
  const { read } = createNewsReader();
  let stored: Stored = { rows: NOTHING, watermark: 0n };
  let told = 0n;
  let picture: Picture | null = null;
  let seeding: Seeding | null = null;

  return {
    seedings: 0,
    current: () => picture,
    stores(now: Stored) {
      stored = now;
    },
    hears(news: LiveNews) {
      const delta = read(news);
      if (delta === null) return;
      for (const position of delta.positions) if (position.stored > told) told = position.stored;
      seeding?.backlog.add(delta);
      picture?.play(delta, 0);
    },
    /** The next of the things that are done to become whole. */
    acts() {
      if (seeding === null) {
        if (picture !== null && !picture.coverage.hasGap) return;
        const needed = [...(picture?.coverage.beyondGaps().values() ?? [])];
        picture = null;
        seeding = { backlog: createBacklog(1_000), needed: needed.reduce((a, b) => (a > b ? a : b), 0n) };
      } else if (seeding.from === undefined) {
        const from = stored.watermark > told ? stored.watermark : told;
        if (seeding.backlog.followsOn(everywhere(from)) && from >= seeding.needed) seeding.from = from;
      } else if (seeding.rows === undefined) {
        seeding.rows = stored.rows;
      } else {
        picture = createPicture(everywhere(stored.watermark), seed(seeding.rows, timelines));
        picture.coverage.stored(everywhere(seeding.from), new Map());
        for (const delta of seeding.backlog.take()) picture.play(delta, 0);
        seeding = null;
        this.seedings++;
      }
    },
  };
}

const NOTHING = { factsOf: () => [], versionOf: () => 0 } as unknown as StoredRows;

function seed(rows: StoredRows, timelines: readonly Timeline[]) {
  const mirror = createMirror();
  for (const { stream, conversationId, openedAt, channel } of timelines) {
    const facts = liveFactsOf(rows.factsOf(stream, conversationId));
    const version = rows.versionOf(stream, conversationId, facts);
    if (facts.length > 0) mirror.apply({ stream, conversationId, openedAt, channel, version, facts }, 0);
  }
  return mirror;
}

/** What is open of a conversation after the records before an offset. */
function openAfter(timeline: Timeline, log: readonly ConversationEvent[], offset: number): string[] {
  const before: Timeline = { ...timeline, events: [] };
  const set = createEventSet(before.events);
  for (const { conversationId, event } of log.slice(0, offset))
    if (conversationId === timeline.conversationId) set.add(event);
  if (before.events.length === 0) return [];
  return liveFactsOf(measure(before).facts)
    .map((fact) => JSON.stringify([fact.at, traitsOf(fact, timeline)]))
    .sort();
}

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

describe('whatever is lost, doubled or late on the way, whoever told it, and whenever somebody begins to follow,', () => {
  test('a picture shows what is open, and says so only where nothing is missing', async () => {
    const seen = { open: 0, seedings: 0, between: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, fc.infiniteStream(fc.nat(99)), async ({ timelines, ...lives }, draws) => {
        const isDrawn = (percent: number) => (draws.next().value as number) < percent;
        const { log } = lives;
        const follower = createFollower(timelines);
        /** On their way, by producer: those of one keep their order. */
        const underWay = new Map<number, LiveNews[]>();
        const past: LiveNews[] = [];
        let hasBegun = false;

        function deliver(producer: number): void {
          const news = underWay.get(producer)!.shift()!;
          past.push(news);
          if (hasBegun) follower.hears(news);
        }
        function isRight(): void {
          const picture = follower.current();
          if (picture === null || !picture.isWhole || picture.coverage.hasGap) return;
          let from = 0;
          while (picture.coverage.reaches(everywhere(BigInt(from + 1))) && from < log.length) from++;
          for (const timeline of timelines) {
            const shown = shownOf(picture.mirror, timeline.conversationId);
            // Of what is on its way some may be known.
            const possible = Array.from({ length: log.length - from + 1 }, (_, i) =>
              openAfter(timeline, log, from + i),
            );
            expect(possible).toContainEqual(shown);
            seen.between++;
          }
        }

        const steps = await livesOf(lives);
        for (const [i, step] of steps.entries()) {
          if ('rows' in step) follower.stores(step);
          else if (i === steps.length - 1 || !isDrawn(10)) {
            const queue = underWay.get(step.producer) ?? [];
            underWay.set(step.producer, [...queue, step.news]);
          }
          hasBegun ||= isDrawn(30);
          for (const [producer, queue] of underWay) while (queue.length > 0 && isDrawn(60)) deliver(producer);
          if (hasBegun && past.length > 0 && isDrawn(20))
            follower.hears(past[(past.length % 7) % past.length]!);
          if (hasBegun) while (isDrawn(50)) follower.acts();
          const picture = follower.current();
          if (isDrawn(20) && picture !== null && !picture.coverage.hasGap) picture.mirror.forget(1);
          isRight();
        }
        hasBegun = true;
        for (const [producer, queue] of underWay) while (queue.length > 0) deliver(producer);
        for (let i = 0; i < 8; i++) follower.acts();

        const picture = follower.current()!;
        expect([picture.isWhole, picture.coverage.hasGap]).toEqual([true, false]);
        for (const timeline of timelines) {
          const expected = openAfter(timeline, log, log.length);
          expect(shownOf(picture.mirror, timeline.conversationId)).toEqual(expected);
          seen.open += expected.length;
        }
        seen.seedings += follower.seedings;
      }),
      { numRuns: Number(process.env.PICTURE_CASES ?? 300) },
    );
    expect(seen.open).toBeGreaterThan(100);
    expect(seen.between).toBeGreaterThan(100);
    expect(seen.seedings).toBeGreaterThan(400);
  });
});
