import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { CATALOGUE, variantsOf } from '../../services/metrics/catalogue/index.ts';
import { type Dimension, dimensionsOf } from '../../services/metrics/definition/metric.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import type { MetricsRequest } from '../../services/metrics/query-metrics.ts';
import { checkRollups } from '../../services/rollups/check.ts';
import { anyTimeline } from '../domain/measure/arbitrary.ts';
import { HOUR, MINUTE, OPENED } from '../domain/measure/build.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { type Arrival, createIngestForTests, rollUpDistinct } from './support/measured.ts';
import { empty } from './support/stored-late.ts';

/** Rounds of conversations, each with some questions of every metric (ROLLUP_ROUNDS=20 makes more). */
const ROUNDS = Number(process.env.ROLLUP_ROUNDS ?? 1);
const DAY = 24 * HOUR;
const NOW = OPENED + 60 * DAY;

const METRICS = CATALOGUE.filter((metric) => JSON.stringify(metric.figure).includes('"distinct"'));
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe'];
const VALUES: Filters = {
  queue: ['q1', '', 'q2'],
  channel: ['chat', 'email', 'messaging'],
  team: ['t1', 'north'],
  agent: ['a1', '', 'a2'],
  priority: ['high', 'urgent', ''],
  customer_tier: ['gold'],
  policy: ['gold', 'office', 'p1'],
  tag: ['vip', 'x'],
};

/** Conversations whose later events come hours to weeks later; some are of one id on two streams, or of two days. */
const conversations = fc.array(
  fc.record({
    timeline: anyTimeline.filter(({ stream }) => stream !== 'surveys'),
    id: fc.nat(25),
    scale: fc.constantFrom(1, 3, 20),
    shiftHours: fc.nat(30),
    arrivesAt: fc.infiniteStream(fc.nat(2)),
  }),
  { minLength: 40, maxLength: 60 },
);

const question = fc.record({
  from: fc.oneof(
    fc.nat(40).map((hours) => hours * HOUR),
    fc.nat(3 * DAY),
  ),
  length: fc.oneof(
    fc.nat(40).map((hours) => hours * HOUR),
    fc.nat(30 * DAY),
  ),
  interval: fc.constantFrom('total', '1d', '1h', '1w'),
  zone: fc.constantFrom(...ZONES),
  groups: fc.array(fc.constantFrom(...(Object.keys(VALUES) as Dimension[])), { maxLength: 2 }),
  filtered: fc.array(fc.constantFrom(...(Object.keys(VALUES) as Dimension[])), { maxLength: 2 }),
  most: fc.integer({ min: 1, max: 3 }),
});

describe('distinct conversations from roll-ups', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`distinct_${process.pid}`);
    ({ clickhouse } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  it('are those of facts: of late events, reopenings after weeks, corrections, deletions, and one id on two streams', async () => {
    let used = 0;
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(
        conversations,
        fc.array(question, { minLength: 12, maxLength: 12 }),
        async (all, questions) => {
          await empty(clickhouse);
          const ingest = createIngestForTests(clickhouse, () => NOW);
          const waves: Arrival[][] = [[], [], []];
          for (const { timeline, id, scale, shiftHours, arrivesAt } of all) {
            const shift = shiftHours * HOUR;
            const { events, ...rest } = timeline;
            const of = { ...rest, conversationId: `c${id}`, openedAt: OPENED + shift };
            for (const event of events) {
              const occurredAt = OPENED + shift + (event.occurredAt - OPENED) * scale;
              waves[arrivesAt.next().value!]!.push({ of, event: { ...event, occurredAt } });
            }
          }
          for (const wave of waves) {
            await ingest.take(wave);
            await rollUpDistinct(clickhouse, NOW);
          }
          for (const [i, one] of questions.entries()) {
            for (const metric of METRICS) {
              const variants = [undefined, ...variantsOf(metric)];
              const request = requestOf(metric, variants[i % variants.length], one);
              asked++;
              if (await compareWithFacts(clickhouse, request, FROM_ROLLUPS)) used++;
            }
          }
          const { hours, differ } = await checkRollups(clickhouse, () => NOW, Math.random, {
            sample: null,
            signal: new AbortController().signal,
            onProgress() {},
          });
          expect({ differ, some: hours > 0 }).toEqual({ differ: [], some: true });
        },
      ),
      {
        numRuns: ROUNDS,
        endOnFailure: true,
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    // Answers that come from facts all the same would agree about anything.
    expect(used).toBeGreaterThan(asked / 3);
  });
});

function requestOf(
  metric: (typeof CATALOGUE)[number],
  variant: string | undefined,
  {
    from,
    length,
    interval,
    zone,
    groups,
    filtered,
    most,
  }: typeof question extends fc.Arbitrary<infer Q> ? Q : never,
): MetricsRequest {
  const known = dimensionsOf(metric);
  const begin = OPENED - HOUR - (OPENED % HOUR) + from;
  const end = begin + Math.max(MINUTE, length);
  return {
    metrics: [metric],
    from: begin,
    to: end,
    now: NOW,
    starts: bucketStarts(begin, end, interval as '1d', zone, 10_000),
    groupBy: [...new Set(groups)].filter((dimension) => known.includes(dimension)),
    filters: Object.fromEntries(
      filtered
        .filter((dimension) => known.includes(dimension))
        .map((dimension) => [dimension, VALUES[dimension]!.slice(0, most)]),
    ),
    ...(variant === undefined ? {} : { variant }),
  };
}
