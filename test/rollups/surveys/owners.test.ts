import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endFact, factOf } from '../../../services/domain/measure/fact.ts';
import { factRows, writeFacts } from '../../../services/ingest/rows/facts.ts';
import type { Change } from '../../../services/ingest/tracker/tracker.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { CATALOGUE } from '../../../services/metrics/catalogue/index.ts';
import type { Dimension } from '../../../services/metrics/definition/metric.ts';
import { type MetricsRequest, queryMetrics } from '../../../services/metrics/query-metrics.ts';
import { areOfSurveys } from '../../../services/metrics/rows/surveys.ts';
import { checkRollups } from '../../../services/rollups/check.ts';
import { createKnownHours } from '../../../services/rollups/known-hours.ts';
import { touchedHours } from '../../../services/rollups/notes.ts';
import { SOURCES } from '../../../services/rollups/sources.ts';
import { tellingRows, writeTellings } from '../../../services/rollups/surveys/telling-rows.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from '../support/compare.ts';
import { empty, refreshAll } from '../support/stored-late.ts';
import { BEGIN, createMemory, type Told, timeOf, type Unit, units } from './lives.ts';

/** Rounds of lives (SURVEY_ROUNDS=100 makes more). */
const ROUNDS = Number(process.env.SURVEY_ROUNDS ?? 4);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LATER = BEGIN + 20 * DAY;
const SURVEYS = CATALOGUE.filter(({ facts }) => facts.length > 0 && areOfSurveys(facts));
const EVERYTHING_ANEW = { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY };
const NAME = SOURCES.find(({ kind }) => kind === 'surveys')!.name;

describe('whose surveys are, kept by the hour', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`surveys_${process.pid}`);
    ({ clickhouse } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  /** As a unit of ingest does, of this version or of one that does not tell. */
  async function store(changes: ReturnType<ReturnType<typeof createMemory>>[], now: number, tells = true) {
    const facts = factRows();
    const tellings = tellingRows();
    const touched = touchedHours();
    for (const change of changes) {
      writeFacts(facts, change as unknown as Change);
      if (tells) writeTellings(tellings, change, now);
      touched.add(change);
    }
    await clickhouse.insert('facts', facts);
    await clickhouse.insert('tellings', tellings);
    await clickhouse.insert('dirty_hours', touched.rows(now, tells ? now : undefined));
  }

  const asked = (rest: Partial<MetricsRequest> = {}): MetricsRequest => ({
    metrics: SURVEYS,
    from: BEGIN,
    to: BEGIN + 4 * DAY,
    now: LATER,
    starts: [BEGIN],
    groupBy: [],
    filters: {},
    ...rest,
  });

  const WAYS: readonly Partial<MetricsRequest>[] = [
    {},
    ...(['agent', 'team', 'queue', 'channel', 'priority', 'policy'] satisfies Dimension[]).map((one) => ({
      groupBy: [one],
    })),
    { groupBy: ['agent'], filters: { queue: ['billing', ''] } },
    { groupBy: ['customer_tier'], filters: { team: ['red'] } },
    {
      from: BEGIN + 90 * 60_000,
      starts: [0, 7, 20, 21].map((hour) => BEGIN + hour * HOUR),
      groupBy: ['agent'],
    },
  ];

  /** Of everything as the server has it. */
  const found = async <Row>(sql: string) => clickhouse.query<Row>({ sql, params: { name: NAME } });

  it(`is what facts say, whatever order they are solved, reopened, rated and corrected in (${ROUNDS} rounds)`, async () => {
    let used = 0;
    await fc.assert(
      fc.asyncProperty(units, async (all) => {
        await empty(clickhouse);
        const memory = createMemory();
        for (const [i, { told, tells, refreshes }] of all.entries()) {
          await store(told.map(memory), timeOf(i), tells);
          if (!refreshes) continue;
          // Some of what is told is not over then, and the rest may be late.
          await refreshAll(clickhouse, () => timeOf(i));
          await compareWithFacts(
            clickhouse,
            asked({ ...WAYS[i % WAYS.length], now: timeOf(i) }),
            EVERYTHING_ANEW,
          );
        }
        for (const way of WAYS) await compareWithFacts(clickhouse, asked(way), EVERYTHING_ANEW);
        await refreshAll(clickhouse, () => LATER);
        for (const way of WAYS) if (await compareWithFacts(clickhouse, asked(way), FROM_ROLLUPS)) used++;
        const { differ } = await checkRollups(clickhouse, () => LATER, Math.random, {
          sample: null,
          signal: new AbortController().signal,
          onProgress() {},
        });
        expect(differ).toEqual([]);
      }),
      { numRuns: ROUNDS, endOnFailure: process.env.SURVEY_SHRINK === undefined },
    );
    expect(used).toBeGreaterThan(ROUNDS);
  });

  const one = (agent: string) => ({
    queue: 'billing',
    team: 'red',
    agent,
    priority: '',
    customerTier: '',
    policy: '',
  });

  it('holds no fact of a peer review, in no table', async () => {
    const [all] = fc.sample(units, { numRuns: 1, seed: 3 });

    const review = (label: string, agent: string) =>
      Object.assign(endFact(factOf('rating', BEGIN + HOUR, 0, one(agent)), BEGIN + HOUR, 'done'), {
        label,
        score: 3,
        scale: 5,
      });
    const memory = createMemory();
    const told: Told[] = [
      ...all!.flatMap((unit: Unit) => unit.told),
      { conversation: 'secret', stream: 'surveys', facts: [review('peer_review', 'nobody-knows')] },
      { conversation: 'told', stream: 'surveys', facts: [review('csat', 'a9')] },
    ];
    await store(told.map(memory), LATER - DAY);
    await refreshAll(clickhouse, () => LATER);
    const [row] = await found<{ labels: string[]; agents: string[]; surveyed: string[] }>(
      `SELECT (SELECT groupUniqArrayArray(label) FROM rollup_surveys) AS labels, (SELECT groupUniqArrayArray(agent) FROM rollup_surveys) AS agents,
        (SELECT groupUniqArray(conversation_id) FROM surveyed) AS surveyed`,
    );
    expect(row!.labels).toContain('csat');
    expect(row!.labels).not.toContain('peer_review');
    expect(row!.agents).toContain('a9');
    expect(row!.agents).not.toContain('nobody-knows');
    expect(row!.surveyed).toContain('told');
    expect(row!.surveyed).not.toContain('secret');
    const [hours] = await found<{ told: number; there: number }>(
      `SELECT sum(facts)::Float64 AS told, (SELECT count() FROM facts FINAL WHERE fact IN ('rating', 'survey_sent') AND NOT (fact = 'rating' AND label = 'peer_review')
         AND NOT (fact = 'survey_sent' AND label = 'peer_review'))::Float64 AS there
       FROM rollup_hours FINAL WHERE source = {name:String} AND facts < 1000000`,
    );
    expect(hours!.told).toBe(hours!.there);
  });

  it('changes in no other hours than those of the surveys of a conversation that is told anew', async () => {
    const memory = createMemory();
    const rated = (id: string, hour: number) => ({
      conversation: id,
      stream: 'surveys' as const,
      facts: [
        Object.assign(
          endFact(factOf('rating', BEGIN + hour * HOUR, 0, one('')), BEGIN + hour * HOUR, 'done'),
          {
            label: 'csat',
            score: 5,
            scale: 5,
          },
        ),
      ],
    });
    const opened = (id: string, agent: string): Told => ({
      conversation: id,
      stream: 'tickets',
      facts: [factOf('conversation', BEGIN, 0, one(agent))],
    });
    await store(
      [opened('c1', 'ann'), opened('c2', 'bea'), opened('c3', 'cem'), rated('c1', 9), rated('c2', 7)].map(
        memory,
      ),
      BEGIN + DAY,
    );
    await refreshAll(clickhouse, () => BEGIN + 2 * DAY);
    const known = createKnownHours(clickhouse, Date.now);
    expect((await known.told()).hours.size).toBe(0);
    await store([memory(opened('c1', 'dan')), memory(opened('c3', 'dan'))], Date.now() + DAY);
    expect([...(await known.told()).hours.keys()]).toEqual([BEGIN + 9 * HOUR]);
    const whose = async () => {
      const rows = await queryMetrics(
        clickhouse,
        asked({ metrics: SURVEYS.slice(0, 1), groupBy: ['agent'] }),
      );
      return rows.map(({ group }) => group[0]);
    };
    expect(await whose()).toEqual(['bea', 'dan']);
    await compareWithFacts(clickhouse, asked({ groupBy: ['agent'] }), EVERYTHING_ANEW);
    await refreshAll(clickhouse, () => BEGIN + 2 * DAY);
    expect((await known.told()).hours.size).toBe(0);
    expect(await compareWithFacts(clickhouse, asked({ groupBy: ['agent'] }), FROM_ROLLUPS)).toBe(true);
  });
});
