import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveNews } from '../../schemas/types.ts';
import { measure } from '../../services/domain/measure/measure.ts';
import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import { newsOf, toldOf } from '../../services/ingest/news.ts';
import type { ConversationEvent } from '../../services/ingest/stages/enrich.ts';
import type { Measured } from '../../services/ingest/tracker/tracker.ts';
import { type Backlog, createBacklog } from '../../services/live/backlog.ts';
import type { Offsets } from '../../services/live/coverage.ts';
import type { LivePosition } from '../../services/live/feed.ts';
import { createPicture, type Picture } from '../../services/live/picture.ts';
import { createNewsReader, createNewsWriter } from '../../services/live/topic/news.ts';
import { HOUR, MINUTE, OPENED } from '../domain/measure/build.ts';
import { createEventSet } from '../domain/timeline/event-set.ts';
import { consume, type Reach, scenario } from '../ingest/tracker/scenario.ts';
import type { StoredRows } from '../ingest/tracker/stored-rows.ts';
import { seed } from './seeded.ts';
import { expectedOf, shownOf } from './shown.ts';

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

/** At its time, UTC ms. */
type Step = { at: number } & ({ producer: number; news: LiveNews } | Stored);

/** What ingest does in its lifetimes: what each tells, and what is stored meanwhile. `pause`: how long it does nothing, ms. */
async function livesOf(
  { log, units, ...options }: Omit<Scenario, 'timelines'>,
  pause: () => number,
): Promise<Step[]> {
  const steps: Step[] = [];
  let at = OPENED;
  let producer = 0;
  let writer = createNewsWriter('p0');
  const end = BigInt(log.length);
  const tell = (measured: readonly Measured[], positions: LivePosition[]) => {
    at += pause();
    const told = measured.map((one) => toldOf(one, at));
    for (const news of writer.write(newsOf(told, [], positions))) steps.push({ at, producer, news });
  };
  const audience = {
    begins() {
      writer = createNewsWriter(`p${++producer}`);
    },
    told(conversations: readonly Measured[], { from, until, committed }: Reach) {
      tell(conversations, positionsAt(from, until, committed));
    },
    stored: (rows: StoredRows, watermark: bigint) => void steps.push({ at, rows: rows.copy(), watermark }),
  };
  await consume(log, units, { ...options, audience });
  // Once a second something is told, even where nothing happens: whoever missed the end learns of it.
  tell([], positionsAt(end, end, end));
  return steps;
}

interface Seeding {
  backlog: Backlog;
  needed: bigint;
  from?: bigint;
  rows?: StoredRows;
  readAt?: number;
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
    hears(news: LiveNews, now: number) {
      const delta = read(news);
      if (delta === null) return;
      for (const position of delta.positions) if (position.stored > told) told = position.stored;
      seeding?.backlog.add(delta);
      picture?.play(delta, now);
    },
    /** The next of the things that are done to become whole. */
    acts(now: number) {
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
        seeding.readAt = now;
      } else {
        picture = createPicture(everywhere(stored.watermark));
        seed(picture.mirror, seeding.rows, timelines, seeding.readAt!);
        picture.coverage.stored(everywhere(seeding.from), new Map());
        for (const delta of seeding.backlog.take()) picture.play(delta, now);
        seeding = null;
        this.seedings++;
      }
    },
  };
}

const NOTHING = { factsOf: () => [], versionOf: () => 0 } as unknown as StoredRows;

/** What is open of a conversation, and what ended lately, after the records before an offset. */
function liveAfter(
  timeline: Timeline,
  log: readonly ConversationEvent[],
  offset: number,
  now: number,
): string[] {
  const before: Timeline = { ...timeline, events: [] };
  const set = createEventSet(before.events);
  for (const { conversationId, event } of log.slice(0, offset))
    if (conversationId === timeline.conversationId) set.add(event);
  if (before.events.length === 0) return [];
  return expectedOf(measure(before).facts, timeline, now);
}

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

describe('whatever is lost, doubled or late on the way, whoever told it, and whenever somebody begins to follow,', () => {
  test('a picture shows what is open and what ended lately, and says so only where nothing is missing', async () => {
    const seen = { open: 0, ended: 0, seedings: 0, between: 0 };
    const see = (shown: readonly string[]) => {
      const ended = shown.filter((text) => text.startsWith('["ended"')).length;
      seen.ended += ended;
      seen.open += shown.length - ended;
    };
    await fc.assert(
      fc.asyncProperty(scenario, fc.infiniteStream(fc.nat(99)), async ({ timelines, ...lives }, draws) => {
        const draw = () => draws.next().value as number;
        const isDrawn = (percent: number) => draw() < percent;
        const { log } = lives;
        const follower = createFollower(timelines);
        /** On their way, by producer: those of one keep their order. */
        const underWay = new Map<number, LiveNews[]>();
        const past: LiveNews[] = [];
        let hasBegun = false;
        let now = OPENED;

        function deliver(producer: number): void {
          const news = underWay.get(producer)!.shift()!;
          past.push(news);
          if (hasBegun) follower.hears(news, now);
        }
        function isRight(): void {
          const picture = follower.current();
          if (picture === null || !picture.isWhole || picture.coverage.hasGap) return;
          let from = 0;
          while (picture.coverage.reaches(everywhere(BigInt(from + 1))) && from < log.length) from++;
          for (const timeline of timelines) {
            const shown = shownOf(picture.mirror, timeline.conversationId, now);
            // Of what is on its way some may be known.
            const possible = Array.from({ length: log.length - from + 1 }, (_, i) =>
              liveAfter(timeline, log, from + i, now),
            );
            expect(possible).toContainEqual(shown);
            seen.between++;
          }
        }

        // An hour and a half in a minute, or a day in which little happens.
        const pauses = [0, 10, MINUTE, 5 * MINUTE, 20 * MINUTE, isDrawn(20) ? 5 * HOUR : 0];
        const steps = await livesOf(lives, () => pauses[draw() % pauses.length]!);
        for (const [i, step] of steps.entries()) {
          now = step.at;
          if ('rows' in step) follower.stores(step);
          else if (i === steps.length - 1 || !isDrawn(10)) {
            const queue = underWay.get(step.producer) ?? [];
            underWay.set(step.producer, [...queue, step.news]);
          }
          hasBegun ||= isDrawn(30);
          for (const [producer, queue] of underWay) while (queue.length > 0 && isDrawn(60)) deliver(producer);
          if (hasBegun && past.length > 0 && isDrawn(20))
            follower.hears(past[(past.length % 7) % past.length]!, now);
          if (hasBegun) while (isDrawn(50)) follower.acts(now);
          const picture = follower.current();
          if (isDrawn(30)) picture?.mirror.expire(now);
          if (isDrawn(20) && picture !== null && !picture.coverage.hasGap) picture.mirror.forget(now + 1);
          isRight();
        }
        hasBegun = true;
        for (const [producer, queue] of underWay) while (queue.length > 0) deliver(producer);
        for (let i = 0; i < 8; i++) follower.acts(now);

        const picture = follower.current()!;
        expect([picture.isWhole, picture.coverage.hasGap]).toEqual([true, false]);
        for (const later of [now, now + HOUR / 2, now + HOUR]) {
          if (isDrawn(50)) picture.mirror.expire(later);
          for (const timeline of timelines) {
            const expected = liveAfter(timeline, log, log.length, later);
            expect(shownOf(picture.mirror, timeline.conversationId, later)).toEqual(expected);
            see(expected);
          }
        }
        seen.seedings += follower.seedings;
      }),
      { numRuns: Number(process.env.PICTURE_CASES ?? 300) },
    );
    expect(seen.open).toBeGreaterThan(100);
    expect(seen.ended).toBeGreaterThan(100);
    expect(seen.between).toBeGreaterThan(100);
    expect(seen.seedings).toBeGreaterThan(400);
  });
});
