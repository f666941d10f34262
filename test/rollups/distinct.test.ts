import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { CATALOGUE, variantsOf } from '../../services/metrics/catalogue/index.ts';
import { type Dimension, dimensionsOf } from '../../services/metrics/definition/metric.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import { type MetricsRequest, queryMetrics } from '../../services/metrics/query-metrics.ts';
import { rollupShortcut } from '../../services/rollups/answer.ts';
import { checkRollups } from '../../services/rollups/check.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { hourOf } from '../../services/rollups/notes.ts';
import { anyTimeline } from '../domain/measure/arbitrary.ts';
import { HOUR, NO_PROMISE, OPENED } from '../domain/measure/build.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { comparedWithFacts, compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
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
    fc.integer({ min: 2, max: 40 }).map((hours) => hours * HOUR),
    fc.integer({ min: DAY, max: 30 * DAY }),
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
    let usedDays = 0;
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
              const answered = await comparedWithFacts(clickhouse, request, FROM_ROLLUPS);
              if (answered.used) used++;
              if (answered.usedDays) usedDays++;
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
    expect(used).toBeGreaterThan(asked / 5);
    expect(usedDays).toBeGreaterThan(asked / 10);
  });

  /** A conversation that a customer opened and an agent solved and reopened by days. */
  const ticket = (
    conversationId: string,
    stream: 'tickets' | 'chats',
    solvedAfterDays: readonly number[],
  ): Arrival[] => {
    const of = { stream, conversationId, openedAt: OPENED, channel: 'email' as const };
    const event = (days: number, body: Arrival['event']['body']): Arrival => ({
      of,
      event: {
        eventId: `${body.type} ${days}`,
        occurredAt: OPENED + days * DAY,
        actorKind: 'agent',
        actorId: 'a1',
        queue: 'q1',
        customerId: 'c1',
        customerTier: '',
        tags: [],
        team: 't1',
        stamp: NO_PROMISE,
        record: null,
        body,
      },
    });
    if (stream === 'chats')
      return solvedAfterDays.flatMap((days) => [
        event(days, { type: 'started', priority: null }),
        event(days + 0.01, { type: 'ended', resolved: true }),
      ]);
    return [
      event(0, { type: 'created', status: 'new', priority: null }),
      ...solvedAfterDays.flatMap((days) => [
        event(days, { type: 'status_changed', status: 'solved' }),
        event(days + 0.5, { type: 'status_changed', status: 'open' }),
      ]),
    ];
  };
  const asked = (id: string, days: number, rest: Partial<MetricsRequest> = {}): MetricsRequest => ({
    metrics: [METRICS.find((metric) => metric.id === id)!],
    from: OPENED - (OPENED % HOUR) - HOUR,
    to: OPENED + days * DAY,
    now: NOW,
    starts: [OPENED - (OPENED % HOUR) - HOUR],
    groupBy: [],
    filters: {},
    ...rest,
  });
  const answer = async (request: MetricsRequest) => {
    const known = createKnownHours(clickhouse, Date.now);
    const { shortcut, answered } = rollupShortcut(clickhouse, known, { limits: FROM_ROLLUPS });
    const [row] = await queryMetrics(clickhouse, request, shortcut);
    return { value: row!.values[request.metrics[0]!.id], used: answered.used };
  };

  it('are one a conversation however often it was reopened, and two where a ticket and a chat have the same id', async () => {
    const ingest = createIngestForTests(clickhouse, () => NOW);
    await ingest.take([...ticket('c1', 'tickets', [1, 9, 20]), ...ticket('c1', 'chats', [1])]);
    await rollUpDistinct(clickhouse, NOW);
    expect(await answer(asked('reopened', 40))).toEqual({ value: 1, used: true });
    expect(await answer(asked('solved', 40))).toEqual({ value: 2, used: true });
    expect((await queryMetrics(clickhouse, asked('solved', 40)))[0]!.values.solved).toBe(2);
    // Of each day on which it was.
    const starts = [...asked('reopened', 40).starts, OPENED + 5 * DAY, OPENED + 15 * DAY];
    for (const metric of ['reopened', 'reopen_rate'])
      expect(await compareWithFacts(clickhouse, asked(metric, 40, { starts }), FROM_ROLLUPS)).toBe(true);
  });

  it('are found by a comparison where what is kept of those before differs', async () => {
    const ingest = createIngestForTests(clickhouse, () => NOW);
    await ingest.take(ticket('c1', 'tickets', [1, 9]));
    await rollUpDistinct(clickhouse, NOW);
    await clickhouse.command(
      `INSERT INTO rollup_repeats SELECT * REPLACE (version + 1 AS version, arrayMap(one -> one + 1, last) AS last)
      FROM rollup_repeats FINAL WHERE source LIKE 'reopen end %'`,
    );
    const { differ } = await checkRollups(clickhouse, () => NOW, Math.random, {
      sample: null,
      signal: new AbortController().signal,
      onProgress() {},
    });
    const hour = hourOf(OPENED + 9.5 * DAY);
    expect(differ).toEqual([{ source: expect.stringMatching(/^reopen end /), hour }]);
  });

  it('are counted from facts where one of them does not say what came before it, until a repair makes it', async () => {
    const ingest = createIngestForTests(clickhouse, () => NOW);
    await ingest.take([...ticket('c1', 'tickets', [1, 9]), ...ticket('c2', 'tickets', [3])]);
    const old = "FROM facts FINAL WHERE conversation_id = 'c1' AND fact = 'reopen' AND seq = 1";
    await clickhouse.command(
      `INSERT INTO facts SELECT * REPLACE (version + 1 AS version, '' AS earlier) ${old}`,
    );
    await rollUpDistinct(clickhouse, NOW);
    expect(await answer(asked('reopened', 40))).toEqual({ value: 2, used: false });
    // It lies behind the end of this range.
    expect(await answer(asked('reopened', 8))).toEqual({ value: 2, used: true });
    // What came between its hour and the next look is read as a fact, and does not say it either.
    await clickhouse.command(
      "DELETE FROM rollup_hours WHERE hour = toStartOfHour(toDateTime(fromUnixTimestamp64Milli({at:Int64}), 'UTC'))",
      { at: OPENED + 9.5 * DAY },
    );
    expect(await answer(asked('reopened', 40))).toEqual({ value: 2, used: false });
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
  const end = begin + length;
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
