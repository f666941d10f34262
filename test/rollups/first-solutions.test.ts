import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../../services/metrics/definition/windows.ts';
import { foldMetrics } from '../../services/metrics/memory/fold-metrics.ts';
import { type MetricsRequest, queryMetrics } from '../../services/metrics/query-metrics.ts';
import { type FactVersion, newest, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { empty, refreshAll, store } from './support/stored-late.ts';

/** A run is eight sets of facts, each asked about in several ways. */
const RUNS = Math.max(2, Math.ceil(Number(process.env.ROLLUP_CASES ?? 16) / 40));
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 2, 4);
/** Between two hours: the last one is not over. */
const NOW = BEGIN + 20 * DAY + 25 * 60_000;

describe('first contact resolution', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`first_solutions_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  it('is that of memory, from facts and from roll-ups, where customers come again at the very edge of the window', async () => {
    const seen = { some: 0, all: 0, used: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(stories, { minLength: 20, maxLength: 40 }), asked, async (told, round) => {
        const versions = told.flatMap((story, i) => factsOf(story, i));
        const [early, late] = [versions.filter(({ isLate }) => !isLate), versions.filter((v) => v.isLate)];
        const facts = newest(versions.map(({ fact }) => fact));
        await empty(clickhouse);
        await store(
          client,
          early.map(({ fact }) => fact),
        );
        await refreshAll(clickhouse, () => NOW);
        await store(
          client,
          late.map(({ fact }) => fact),
        );
        for (const one of round) {
          const folded = foldMetrics({ facts, states: [], schedules: [] }, one);
          expect(await queryMetrics(clickhouse, one), JSON.stringify(one)).toEqual(folded);
          for (const { values } of folded) {
            if (values.fcr === 1) seen.all++;
            else if (values.fcr !== null) seen.some++;
          }
          const anew = { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY };
          await compareWithFacts(clickhouse, one, anew);
        }
        await refreshAll(clickhouse, () => NOW);
        for (const one of round) if (await compareWithFacts(clickhouse, one, FROM_ROLLUPS)) seen.used++;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // All came again, or nobody: then a wrong edge would not be seen.
    for (const often of Object.values(seen)) expect(often).toBeGreaterThan(0);
  });
});

/** A solution, and what its customer did afterwards. */
interface Story {
  solvedAt: number;
  tookMs: number;
  customer: string;
  queue: string;
  /** When other conversations of the customer began, after the solution, ms; some elsewhere. */
  next: { afterMs: number; elsewhere: string | null }[];
  /** When it was opened again, after the solution, ms. */
  again: number[];
  /** How it came to be known: at once, with another customer's name at first, twice, or not at all. */
  how: 'at once' | 'renamed' | 'moved' | 'twice' | 'deleted' | 'next deleted';
  isLate: boolean;
}

const WINDOW = FIRST_CONTACT_WINDOW_MS;
const edge = fc.constantFrom(-1, 0, 1, HOUR, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + HOUR, 2 * WINDOW);
const queues = fc.constantFrom('billing', 'sales', '');

/** Instants at which many solutions and ranges lie. */
const few = fc.nat(7).map((place) => BEGIN + place * 6 * HOUR);

const stories: fc.Arbitrary<Story> = fc.record({
  // Many at a few instants, some at the begin of an hour, some within, some so late that their week has not passed.
  solvedAt: fc.oneof(
    { weight: 3, arbitrary: few },
    fc.nat(20 * 24).map((hours) => BEGIN + hours * HOUR),
    fc.nat(20 * DAY).map((ms) => BEGIN + ms),
    fc.constantFrom(0, 1, HOUR, WINDOW - 1, WINDOW, WINDOW + 1).map((ms) => NOW - ms),
  ),
  tookMs: fc.constantFrom(0, 1, HOUR, 3 * DAY),
  customer: fc.constantFrom('', ...Array.from({ length: 200 }, (_, i) => `u${i}`)),
  queue: queues,
  next: fc.array(fc.record({ afterMs: edge, elsewhere: fc.option(queues, { freq: 1 }) }), { maxLength: 3 }),
  again: fc.array(edge, { maxLength: 1 }),
  how: fc.constantFrom<Story['how'][]>('at once', 'renamed', 'moved', 'twice', 'deleted', 'next deleted'),
  isLate: fc.boolean(),
});

const asked: fc.Arbitrary<MetricsRequest[]> = fc.array(
  fc
    .record({
      from: fc.oneof(
        { weight: 2, arbitrary: few },
        fc.nat(13 * 24).map((hours) => BEGIN + hours * HOUR),
        fc.nat(13 * DAY).map((ms) => BEGIN + ms),
      ),
      // Up to now, or a range of its own; of a short one only contacts of its customers are read.
      length: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 14 * DAY }), {
        weight: 3,
        arbitrary: fc.integer({ min: 1, max: 8 * HOUR }),
      }),
      // Days begin at half hours, too.
      dayBegins: fc.constantFrom(null, 0, 5.5 * HOUR),
      groupBy: fc.constantFrom<MetricsRequest['groupBy'][]>([], ['queue'], ['agent'], ['queue', 'channel']),
      filters: fc.constantFrom<MetricsRequest['filters'][]>({}, { queue: ['billing'] }, { agent: ['a1'] }),
    })
    .map(({ from, length, dayBegins, groupBy, filters }) => {
      const to = length === null ? NOW : Math.min(from + length, NOW);
      const begins = Array.from({ length: 24 }, (_, i) => BEGIN + i * DAY + (dayBegins ?? 0));
      return {
        metrics: CATALOGUE.filter(({ kind }) => kind === 'fcr'),
        from,
        to,
        now: NOW,
        starts: dayBegins === null ? [from] : [from, ...begins.filter((at) => at > from && at < to)],
        groupBy,
        filters,
      };
    }),
  { minLength: 8, maxLength: 8 },
);

const [SAMPLE] = fc.sample(stored, { numRuns: 1, seed: 7 });

/** All versions of the facts of a story, and which of them come late. */
function factsOf(story: Story, place: number): { fact: FactVersion; isLate: boolean }[] {
  const { solvedAt, tookMs, customer, queue, next, again, how, isLate } = story;
  const own = {
    ...SAMPLE!.facts[0]!,
    conversation_id: `c${place}`,
    stream: 'tickets',
    channel: 'chat',
    agent: `a${place % 3}`,
    customer_id: customer,
    queue,
    label: '',
    version: 2,
    is_deleted: 0 as const,
    seq: 0,
    at: solvedAt - tookMs,
    ended_at: solvedAt,
    state: 'solved',
  };
  const solution = { ...own, fact: 'first_resolution' };
  const begun = [
    { ...own, fact: 'conversation' },
    ...next.map(({ afterMs, elsewhere }, i) => ({
      ...own,
      fact: 'conversation',
      conversation_id: `c${place} ${i}`,
      queue: elsewhere ?? queue,
      at: solvedAt + afterMs,
      ended_at: 0,
      state: 'open',
    })),
  ];
  const reopened = again.map((afterMs) => ({
    ...own,
    fact: 'reopen',
    state: 'done',
    at: solvedAt + afterMs,
    ended_at: solvedAt + afterMs,
  }));
  const first = (one: FactVersion): FactVersion[] => {
    switch (how) {
      case 'renamed':
        return [{ ...one, version: 1, customer_id: `${customer} once` }];
      case 'moved':
        return [{ ...one, version: 1, queue: 'first line' }];
      case 'twice':
        return [one];
      default:
        return [];
    }
  };
  const last = (one: FactVersion): FactVersion[] => {
    const isGone = how === 'deleted' ? one.fact === 'first_resolution' : one.conversation_id !== `c${place}`;
    return isGone && how.endsWith('deleted') ? [{ ...one, version: 3, is_deleted: 1 }] : [];
  };
  return [solution, ...begun, ...reopened].flatMap((fact) => [
    ...first(fact).map((one) => ({ fact: one, isLate: false })),
    { fact, isLate },
    ...last(fact).map((one) => ({ fact: one, isLate: true })),
  ]);
}
