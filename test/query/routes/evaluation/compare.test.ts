import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantileInterval } from '../../../../services/domain/statistics/quantile.ts';
import { quantileDifference } from '../../../../services/domain/statistics/quantile-difference.ts';
import { sampleOf } from '../../../../services/domain/statistics/sample.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';
import { type DatedFact, insertFacts } from './dated-facts.ts';

const DAY = 86_400_000;
const SECOND = 1_000;
const NOW = Date.parse('2026-06-10T12:00:00Z');
/** A Monday, local midnight. */
const CHANGE = Date.parse('2026-05-04T00:00:00+02:00');
const CONFIGURATION = `
teams: [{ id: support }, { id: sales }]
queues: [{ id: billing, team: support }, { id: leads, team: sales }]
calendars: { office: { zone: Europe/Berlin, weekly: 24x7, holidays: [2026-05-14] } }
defaultCalendar: office
changes:
  - { name: new routing, at: 2026-05-04, queue: billing }
  - { name: training, at: 2026-05-20, until: 2026-05-22, queue: leads }
  - { name: tomorrow, at: 2026-06-11 }
`;

const perDay = (from: number, days: number, make: (day: number, at: number) => DatedFact[]): DatedFact[] =>
  Array.from({ length: days }, (_, day) => make(day, from + day * DAY + 9 * 3_600_000)).flat();
const repeated = (count: number, make: (i: number) => DatedFact): DatedFact[] =>
  Array.from({ length: count }, (_, i) => make(i));

const queue = 'billing';
/** A day: answers to a survey, so many of five satisfied; two contacts handled; so many stays in the queue. */
const day = (at: number, satisfied: number, handle: number, stays: number): DatedFact[] => [
  ...repeated(5, (i) => ({
    fact: 'rating',
    label: 'csat',
    at,
    queue,
    score: i < satisfied ? 5 : 1,
    scale: 5,
  })),
  ...[-60, 60].map((more) => ({ fact: 'handle_spell', at, queue, valueMs: (handle + more) * SECOND })),
  ...repeated(stays, () => ({ fact: 'queue_spell', at, queue, state: 'answered' })),
];
/** Waits of the seconds 1 to 40, over and over. */
const waiting = (facts: DatedFact[], more: number): DatedFact[] => {
  let stay = 0;
  return facts.map((fact) =>
    fact.fact === 'queue_spell' ? { ...fact, valueMs: ((stay++ % 40) + 1 + more) * SECOND } : fact,
  );
};

const BEFORE = waiting(
  perDay(CHANGE - 28 * DAY, 28, (i, at) => day(at, 3, 300, i % 2 === 0 ? 8 : 12)),
  0,
);
const AFTER = waiting(
  perDay(CHANGE, 28, (i, at) => day(at, i % 4 === 3 ? 3 : 4, 280, i % 2 === 0 ? 13 : 17)),
  10,
);

interface Row {
  metric: string;
  compared: string | null;
  exact: boolean;
  a: { value: number; n: number; interval: { lower: number; upper: number } | null; total?: number };
  b: Row['a'];
  difference: number;
  interval: { lower: number; upper: number } | null;
  test: string | null;
  statistic: number | null;
  p: number | null;
  p_adjusted: number | null;
  significant: boolean;
  warnings: { kind: string; text: string }[];
  placebos: { kind: string; significant: boolean }[];
  verdict: string;
  relative: { difference: number; below: { from: number; length: number } } | null;
  told: { sentence: string };
}

interface Answer {
  meta: Record<string, unknown>;
  rows: Row[];
  notes: { metric: string; kind: string; text: string }[];
}

describe('before and after', () => {
  let app: QueryAppForTests;

  beforeAll(async () => {
    app = await startQueryApp(NOW, CONFIGURATION);
    await insertFacts(app.clickhouse, BEFORE, 'before');
    await insertFacts(app.clickhouse, AFTER, 'after');
    // Another queue, with a few only.
    const leads = perDay(CHANGE, 4, (_, at) => [
      { fact: 'rating', label: 'csat', at, queue: 'leads', score: 5, scale: 5 },
    ]);
    await insertFacts(app.clickhouse, leads, 'leads');
  }, 60_000);
  afterAll(() => app?.stop());

  const ask = async (query: string): Promise<Answer> => JSON.parse(await app.get(`/api/v1/compare?${query}`));
  const faults = async (query: string): Promise<{ path: string; message: string }[]> => {
    const failure = await app.get(`/api/v1/compare?${query}`).then(
      () => '{"faults":[]}',
      (error: Error) => error.message.slice(error.message.indexOf('{')),
    );
    return JSON.parse(failure).faults;
  };
  const PERIODS = 'a=2026-04-06/2026-05-04&b=2026-05-04/2026-06-01';

  it('is a rate: 84 of 140 satisfied, then 105', async () => {
    const [csat] = (await ask(`metric=csat&queue=billing&${PERIODS}`)).rows;
    expect(csat).toMatchObject({
      compared: 'cases',
      test: 'pooled_z',
      significant: true,
      warnings: [{ kind: 'special_days' }],
    });
    expect(csat!.a).toMatchObject({ value: 0.6, n: 140 });
    expect(csat!.b).toMatchObject({ value: 0.75, n: 140 });
    expect(csat!.a.interval!.lower).toBeCloseTo(0.5172255704404097, 9);
    expect(csat!.a.interval!.upper).toBeCloseTo(0.6774331894857076, 9);
    expect(csat!.difference).toBeCloseTo(0.15, 12);
    expect(csat!.interval!.lower).toBeCloseTo(0.040265926228789425, 9);
    expect(csat!.interval!.upper).toBeCloseTo(0.2548764439685685, 9);
    expect(csat!.statistic).toBeCloseTo(2.679456508228335, 9);
    expect(csat!.p).toBeCloseTo(0.007374178216607081, 9);
    expect(csat!.p_adjusted).toBe(csat!.p);
  });

  it('is a mean: handle times of 240 and 360 s, then of 220 and 340 s', async () => {
    const [aht] = (await ask(`metric=aht&queue=billing&${PERIODS}`)).rows;
    expect(aht).toMatchObject({
      compared: 'cases',
      test: 'welch_t',
      difference: -20_000,
      significant: false,
    });
    expect(aht!.a).toMatchObject({ value: 300_000, n: 56 });
    // 20 / sqrt(2 x 60² / 55), of 110 degrees of freedom.
    expect(aht!.statistic).toBeCloseTo(-20 / Math.sqrt(7_200 / 55), 9);
    expect(aht!.p).toBeCloseTo(0.08325165770742465, 7);
  });

  it('is a count by weeks of whole ones: 8 and 12 a day in turn, then 13 and 17', async () => {
    const [offered] = (await ask(`metric=offered&queue=billing&${PERIODS}`)).rows;
    expect(offered).toMatchObject({ compared: 'weeks', test: 'welch_t', difference: 5, significant: true });
    expect(offered!.a).toMatchObject({ value: 10, n: 4, total: 280 });
    expect(offered!.b).toMatchObject({ value: 15, n: 4, total: 420 });
    // Weeks of 68 and 72 in turn: 2/7 a day from the mean, 3 degrees of freedom, four of them on both sides.
    const error = Math.sqrt((2 * (4 * (4 / 49))) / 3 / 4);
    expect(offered!.statistic).toBeCloseTo(5 / error, 9);
    // Student's t of 6 and of 3 degrees of freedom.
    expect(offered!.interval!.lower).toBeCloseTo(5 - 2.4469118511449692 * error, 9);
    expect(offered!.a.interval!.upper).toBeCloseTo(10 + (3.182446305284263 * error) / Math.SQRT2, 9);
  });

  it('is a count by days of other periods', async () => {
    const [offered] = (
      await ask('metric=offered&queue=billing&a=2026-04-06/2026-04-26&b=2026-05-04/2026-05-24')
    ).rows;
    // Twenty days, ten of them 2 below the mean, ten above: 80 of 19 degrees of freedom.
    expect(offered).toMatchObject({ compared: 'days', difference: 5, a: { value: 10, n: 20 } });
    expect(offered!.statistic).toBeCloseTo(5 / Math.sqrt((2 * 80) / 19 / 20), 9);
  });

  it('is a quantile: of waits of 1 to 40 s, then of 11 to 50 s', async () => {
    const [wait] = (await ask(`metric=wait_p90&queue=billing&by=cases&${PERIODS}`)).rows;
    expect(wait).toMatchObject({ compared: 'cases', test: 'bootstrap', difference: 10_000, exact: true });
    expect(wait!.a).toMatchObject({ value: 36_000, n: 280 });
    const of = (facts: DatedFact[]) =>
      sampleOf(facts.flatMap(({ fact, valueMs = 0 }) => (fact === 'queue_spell' ? [valueMs] : [])));
    expect(wait!.interval).toEqual(quantileDifference(of(BEFORE), of(AFTER), 0.9).interval);
  });

  it('takes values that are close to each other as one, where there are very many', async () => {
    // 30,000 waits of 0 to 20 minutes, no two alike; then of one minute more.
    const stay = (
      at: number,
      more: number,
    ) => `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted,
  began_at, ended_at, state, value_ms, queue, channel, opened_at)
SELECT 'queue_spell', fromUnixTimestamp64Milli(${at}::Int64) AS t, concat('many-${more}-', toString(number)), 'chats', 0, 1, 0, t, t,
  'answered', number * 40 + ${more}, 'many', 'chat', t FROM numbers(30000)`;
    await app.clickhouse.command(stay(CHANGE - DAY, 0));
    await app.clickhouse.command(stay(CHANGE + DAY, 60_000));
    const [wait] = (await ask(`metric=wait_p90&queue=many&${PERIODS}`)).rows;
    expect(wait).toMatchObject({ exact: false, difference: 60_000, significant: true, a: { n: 30_000 } });
    const waits = (more: number) => sampleOf(Array.from({ length: 30_000 }, (_, i) => i * 40 + more));
    const exact = quantileInterval(waits(0), 0.9)!;
    expect(Math.abs(wait!.a.interval!.lower / exact.lower - 1)).toBeLessThan(0.002);
    expect(Math.abs(wait!.a.interval!.upper / exact.upper - 1)).toBeLessThan(0.002);
  });

  it('is a ratio of agents’ time by weeks: 1 and 2 h busy of 2 and 3, then 2 and 3 of 3 and 4', async () => {
    const HOUR = 3_600_000;
    const states = (from: number, busy: number) =>
      Array.from({ length: 28 }, (_, i) => {
        const begin = from + i * DAY + 9 * HOUR;
        return [
          ['available', begin],
          ['busy', begin + HOUR],
          ['offline', begin + (1 + busy + (i % 2)) * HOUR],
        ].map(
          ([state, at]) =>
            `('a1', fromUnixTimestamp64Milli(${at}::Int64), '${state}-${at}', 'support', '${state}')`,
        );
      }).flat();
    const rows = [...states(CHANGE - 28 * DAY, 1), ...states(CHANGE, 2)];
    await app.clickhouse.command(
      `INSERT INTO agent_states (agent_id, at, event_id, team, state) VALUES ${rows.join(', ')}`,
    );
    const [occupancy] = (await ask(`metric=occupancy&agent=a1&${PERIODS}`)).rows;
    expect(occupancy).toMatchObject({ compared: 'weeks', test: 'welch_t', significant: true });
    expect(occupancy!.a).toMatchObject({ value: 42 / 70, n: 4 });
    expect(occupancy!.b.value).toBeCloseTo(70 / 98, 12);
    // Weeks of 10 h of 17 and of 11 h of 18 in turn, 17.5 h in the mean: 0.6 -+ 0.2/17.5; then 17 of 24 and 18 of 25.
    const [before, after] = [0.2 / 17.5, (17 - (24 * 70) / 98) / 24.5];
    const error = Math.sqrt((4 * before ** 2 + 4 * after ** 2) / 3 / 4);
    expect(occupancy!.statistic).toBeCloseTo((70 / 98 - 0.6) / error, 6);
  });

  it('is of another formula, where one is named', async () => {
    const [service] = (await ask(`metric=service_level&variant=answered_only&queue=billing&${PERIODS}`)).rows;
    // No stay has a threshold here.
    expect(service!.a).toMatchObject({ value: 0, n: 280 });
    expect((await faults(`metric=service_level&variant=best&${PERIODS}`)).map(({ path }) => path)).toEqual([
      'variant',
    ]);
  });

  it('corrects metrics that are asked for together', async () => {
    const { rows } = await ask(`metric=csat,aht&metric=offered&queue=billing&${PERIODS}`);
    const [csat, aht, offered] = rows;
    expect(rows.map(({ metric }) => metric)).toEqual(['csat', 'aht', 'offered']);
    expect(csat!.p_adjusted).toBeCloseTo(2 * 0.007374178216607081, 9);
    expect(aht!.p_adjusted).toBe(aht!.p);
    expect(offered!.p_adjusted).toBeCloseTo(3 * offered!.p!, 12);
    const found = await ask(`metric=csat,aht,offered&queue=billing&${PERIODS}&correction=benjamini_hochberg`);
    expect(found.rows[0]!.p_adjusted).toBeCloseTo(1.5 * 0.007374178216607081, 9);
  });

  it('finds the periods of a change by its name, and looks at what it concerns', async () => {
    const { meta, rows } = await ask('metric=csat&change=new+routing');
    expect(meta).toMatchObject({
      change: 'new routing',
      a: { from: '2026-04-06T00:00:00.000+02:00', to: '2026-05-04T00:00:00.000+02:00' },
      b: { to: '2026-06-01T00:00:00.000+02:00', filters: { queue: ['billing'] } },
    });
    expect(rows[0]!.b.n).toBe(140);
    // Five weeks and two days have passed: whole weeks are compared.
    const long = await ask('metric=csat&change=new+routing&length=60d');
    expect(long.meta).toMatchObject({ b: { to: '2026-06-08T00:00:00.000+02:00' } });
  });

  it('is told in words, the largest difference first, in Chinese to whoever reads that', async () => {
    const query = `metric=aht,csat,ces,offered&queue=billing&order=effect&${PERIODS}&change=&length=4w`;
    const { rows, notes } = await ask(query);
    expect(rows.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['offered', 'changed'],
      ['csat', 'better'],
      ['aht', 'no_difference'],
      ['ces', 'too_few'],
    ]);
    expect(rows.map(({ told }) => told.sentence)).toEqual([
      'rose by 5 a day (95 %: 4.43 to 5.57)',
      'rose by 15 points (95 %: 4.03 to 25.5 points)',
      'no difference found (95 %: −43s to +2.7s)',
      'too few cases to tell',
    ]);
    expect(rows[0]!.relative).toMatchObject({ difference: 0.5, below: { from: 0, length: 0 } });
    expect(rows[3]!.relative).toBeNull();
    expect(notes.filter(({ metric }) => metric === '').map(({ kind }) => kind)).toEqual(['special_days']);
    const chinese = await app.get(`/api/v1/compare?metric=csat&queue=billing&${PERIODS}`, {
      'accept-language': 'zh-CN,en',
    });
    expect(JSON.parse(chinese).rows[0].told.sentence).toMatch(/^上升了 15 个百分点/);
  });

  it('has the days of both periods beside it, under the unit of the metric', async () => {
    const { rows } = JSON.parse(
      await app.get(`/api/v1/compare/course?metric=aht&queue=billing&${PERIODS}`),
    ) as { rows: object[] };
    expect(rows).toHaveLength(56);
    expect(rows[0]).toEqual({
      bucket: '2026-04-06T00:00:00.000+02:00',
      side: 'a',
      metric: 'aht',
      ms: 300_000,
    });
    expect(rows[28]).toMatchObject({ bucket: '2026-05-04T00:00:00.000+02:00', side: 'b', ms: 280_000 });
  });

  it('is of the last 28 days and the 28 before where no period is named', async () => {
    const { meta } = await ask('metric=csat&a=&b=&change=');
    expect(meta).toMatchObject({
      a: { from: '2026-04-15T00:00:00.000+02:00', to: '2026-05-13T00:00:00.000+02:00' },
      b: { from: '2026-05-13T00:00:00.000+02:00', to: '2026-06-10T00:00:00.000+02:00' },
    });
  });

  it('compares two groups in one period, and says nothing of too few', async () => {
    const { rows } = await ask('metric=csat&from=2026-05-04&to=2026-06-01&a_queue=billing&b_queue=leads');
    const [csat] = rows;
    expect(csat).toMatchObject({ difference: 0.25, test: null, p: null, interval: null, significant: false });
    expect(csat!.b).toEqual({ value: 1, n: 4, interval: null });
    expect(csat!.warnings.map(({ kind }) => kind)).toEqual(['few_cases']);
  });

  it('finds a difference that was there before the change', async () => {
    const later = 'a=2026-05-11/2026-05-25&b=2026-05-25/2026-06-08';
    const { rows } = await ask(`metric=offered&queue=billing&${later}`);
    // Two weeks before, the earlier period begins with the last week before the change.
    expect(rows[0]!.placebos).toMatchObject([{ kind: 'before', weeks: 2, significant: true }]);
    expect(rows[0]!.warnings.map(({ kind }) => kind)).toContain('trend');
  });

  it('finds a difference that the season made the year before too', async () => {
    const sold = (from: number, prefix: string, usual: number) =>
      insertFacts(
        app.clickhouse,
        perDay(from, 28, (i, at) =>
          repeated(usual + (i % 2), () => ({ fact: 'queue_spell', at, queue: 'tax' })),
        ),
        prefix,
      );
    await sold(CHANGE - 28 * DAY, 'tax-a', 2);
    await sold(CHANGE, 'tax-b', 4);
    await sold(CHANGE - (364 + 28) * DAY, 'tax-c', 2);
    await sold(CHANGE - 364 * DAY, 'tax-d', 4);
    const { rows } = await ask(`metric=offered&queue=tax&${PERIODS}`);
    expect(rows[0]!.difference).toBe(2);
    // Four weeks before, only the earlier of the two periods of April has data: nothing is said of it.
    expect(rows[0]!.placebos).toMatchObject([{ kind: 'year_before', difference: 2, significant: true }]);
    expect(rows[0]!.warnings).toContainEqual({
      kind: 'season',
      text: '52 weeks before, in the same season, the periods differ by +2 as well',
    });
  });

  it('says every fault at once', async () => {
    const found = await faults(
      'metric=queue_depth_peak_at,occupancy,nothing&a=yesterday&b=2026-05-04/2026-04-01&tz=Mars/One&a_queue=x',
    );
    expect(found.map(({ path }) => path)).toEqual(['metric', 'metric', 'tz', 'a', 'b', 'a_queue']);
    expect((await faults(`metric=csat&${PERIODS}&from=now-1d`)).map(({ path }) => path)).toEqual(['a']);
    expect((await faults('metric=csat&a=yesterday&b=2026-05-04/2026-04-01')).map(({ path }) => path)).toEqual(
      ['a', 'b'],
    );
    expect((await faults('metric=csat&from=2026-05-04&to=2026-06-01')).map(({ path }) => path)).toEqual([
      'b',
    ]);
    expect((await faults('metric=csat&change=nothing')).map(({ path }) => path)).toEqual(['change']);
    expect((await faults('metric=csat&change=tomorrow')).map(({ path }) => path)).toEqual(['change']);
    expect((await faults('metric=occupancy&change=new+routing')).map(({ path }) => path)).toEqual(['change']);
    expect((await faults('metric=csat&change=new+routing&queue=leads')).map(({ path }) => path)).toEqual([
      'change',
    ]);
  });

  it('takes every metric of the catalogue that is no time', async () => {
    const catalogue = JSON.parse(await app.get('/api/v1/metrics')) as { id: string; unit: string }[];
    const ids = catalogue.filter(({ unit }) => unit !== 'time').map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(80);
    for (let at = 0; at < ids.length; at += 20) {
      const { rows } = await ask(`metric=${ids.slice(at, at + 20).join(',')}&${PERIODS}`);
      const totals = JSON.parse(
        await app.get(
          `/api/v1/query?metrics=${ids.slice(at, at + 20).join(',')}&from=2026-05-04&to=2026-06-01&tz=Europe/Berlin`,
        ),
      ).rows[0];
      for (const { metric, compared, b } of rows) {
        const own = b.total ?? (compared !== 'cases' && metric.match(/depth|backlog/) ? null : b.value);
        if (own !== null) expect(own, metric).toBe(totals[metric]);
      }
    }
  }, 120_000);
});

describe('marks of changes', () => {
  it('are those of the range, in the shape of annotations', async () => {
    const app = await startQueryApp(NOW, CONFIGURATION);
    const marks = async (query: string) =>
      JSON.parse(await app.get(`/api/v1/changes?${query}`)).changes as { title: string }[];
    try {
      expect(await marks('from=2026-05-01&to=2026-06-01')).toMatchObject([
        {
          time: '2026-05-03T22:00:00.000Z',
          timeEnd: '2026-05-03T22:00:00.000Z',
          title: 'new routing',
          text: 'billing',
          tags: 'change,billing',
        },
        { time: '2026-05-19T22:00:00.000Z', timeEnd: '2026-05-21T22:00:00.000Z', title: 'training' },
      ]);
      const titles = async (query: string) => (await marks(query)).map(({ title }) => title);
      expect(await titles('from=2026-05-21&to=2026-06-20&queue=billing')).toEqual(['tomorrow']);
      expect(await titles('from=2026-05-21&to=2026-06-20&queue=leads')).toEqual(['training', 'tomorrow']);
      expect(await app.status('/api/v1/changes?from=never')).toBe(400);
    } finally {
      await app.stop();
    }
  }, 60_000);
});
