import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTERVALS } from '../../services/lib/time/range.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { durationOf } from '../../services/metrics/definition/metric.ts';
import { casesOf } from '../support/in-full.ts';
import { type QueryAppForTests, startQueryApp } from './support/query-app.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks change in America on the 10th and in Europe on the 31st of March, on Lord Howe on the 7th of April. */
const BEGIN = Date.UTC(2024, 2, 1);
const DAYS = 45;
const NOW = BEGIN + 90 * DAY;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Australia/Lord_Howe',
];

/** 20,000 stays in queues, contacts, creations and targets over 45 days; each the same in every run. */
const FACTS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at,
  state, label, value_ms, business_ms, target_ms, queue, team, agent, channel, priority, opened_at)
SELECT ['queue_spell', 'handle_spell', 'conversation', 'sla_target'][1 + number % 4] AS fact,
  fromUnixTimestamp64Milli(toInt64({begin:Int64} + cityHash64(number, 'at') % {length:Int64})) AS at,
  toString(number), 'chats', 0, 1, 0, at, at + toIntervalMillisecond(value_ms),
  multiIf(fact = 'queue_spell', ['answered', 'abandoned'][1 + (r % 7 = 0)], fact = 'handle_spell', 'done',
    fact = 'sla_target', ['met', 'breached'][1 + (r % 5 = 0)], 'open') AS state,
  if(fact = 'sla_target', 'queue_wait', '') AS label,
  toInt64(exp2(r % 24) * 7) AS value_ms, value_ms, 20000,
  ['billing', 'general', 'vip'][1 + r % 3], ['day', 'night'][1 + r % 2], concat('a', toString(r % 5)),
  ['voice', 'chat', 'email'][1 + intDiv(r, 8) % 3], 'normal', at
FROM (SELECT number, cityHash64(number, 'r') % 1000003 AS r FROM numbers(20000))`;

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(NOW);
  await query.clickhouse.command(FACTS, { begin: BEGIN, length: DAYS * DAY });
});
afterAll(() => query?.stop());

type Row = Record<string, string | number | null>;
type Parameters = Record<string, string>;

async function ask(path: string, parameters: Parameters): Promise<Row[]> {
  return JSON.parse(await query.get(`${path}?${new URLSearchParams(parameters)}`)).rows;
}
const figures = (parameters: Parameters) => ask('/api/v1/query', parameters);
const sum = (rows: readonly Row[], metric: string) =>
  rows.reduce((total, row) => total + Number(row[metric]), 0);

const zones = fc.constantFrom(...ZONES);
const groupings = fc.constantFrom(
  '',
  'queue',
  'channel',
  'team',
  'agent',
  'priority',
  'queue,channel',
  'team,agent',
);
const intervals = fc.constantFrom(...INTERVALS.filter((interval) => interval !== 'total'));
const filters = fc.constantFrom<Parameters>(
  {},
  { queue: 'vip' },
  { channel: 'chat' },
  { team: 'night', agent: 'a1' },
);
/** Ends anywhere, on the hour, and at midnights of any zone. */
const ranges = fc
  .record({
    from: fc.integer({ min: -DAY, max: DAYS * DAY }),
    length: fc.oneof(
      fc.integer({ min: 1, max: 20 * DAY }),
      fc.integer({ min: 1, max: 480 }).map((hours) => hours * HOUR),
    ),
    zone: zones,
    floor: fc.constantFrom<'millisecond' | 'hour' | 'day'>('millisecond', 'hour', 'day'),
  })
  .map(({ from, length, zone, floor }) => {
    const begin = DateTime.fromMillis(BEGIN + from, { zone })
      .startOf(floor)
      .toMillis();
    return { from: String(begin), to: String(begin + length), tz: zone };
  });
const RUNS = { numRuns: casesOf(25) };

const ADDITIVE = ['offered', 'answered', 'abandoned', 'created', 'handled', 'sla_met', 'sla_breached'];

describe('card, chart, table and file agree, in every zone', () => {
  it('a total is the sum over its buckets and over its groups', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, intervals, groupings, filters, async (range, interval, groups, filter) => {
        const asked = { ...range, ...filter, metrics: ADDITIVE.join() };
        const [total] = await figures({ ...asked, interval: 'total' });
        const series = await figures({ ...asked, interval, group_by: groups });
        const table = await figures({ ...asked, interval: 'total', group_by: groups });
        for (const metric of ADDITIVE) {
          expect(sum(series, metric), metric).toBe(total![metric]);
          expect(sum(table, metric), metric).toBe(total![metric]);
        }
      }),
      RUNS,
    );
  });

  it('a file has the rows of the chart, whatever the metrics', async () => {
    const metrics = fc.uniqueArray(
      fc.constantFrom(...ADDITIVE, 'service_level', 'asa', 'wait_p95', 'aht', 'queue_depth'),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(ranges, intervals, groupings, metrics, async (range, interval, groups, chosen) => {
        const asked = { ...range, interval, group_by: groups, metrics: chosen.join() };
        const rows = await figures(asked);
        const csv = await query.get(`/api/v1/query?${new URLSearchParams({ ...asked, format: 'csv' })}`);
        const texts = rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]),
          ),
        );
        expect(parse(csv, { columns: true })).toEqual(texts);
      }),
      RUNS,
    );
  });

  it('a bucket asked for by itself has the figures that it has in the chart', async () => {
    const metrics = 'offered,service_level,asa,wait_p50,wait_p95,sla_attainment,aht';
    await fc.assert(
      fc.asyncProperty(
        ranges,
        fc.constantFrom('1h', '1d', '1w'),
        fc.nat(),
        async (range, interval, place) => {
          const series = await figures({ ...range, interval, metrics });
          const at = place % series.length;
          const { bucket, ...chart } = series[at]!;
          const from = String(Math.max(Date.parse(String(bucket)), Number(range.from)));
          const to =
            series[at + 1] === undefined ? range.to : String(Date.parse(String(series[at + 1]!.bucket)));
          const [{ bucket: _, ...card }] = (await figures({
            ...range,
            from,
            to,
            interval: 'total',
            metrics,
          })) as [Row];
          expect(card).toEqual(chart);
        },
      ),
      RUNS,
    );
  });
});

describe('the classes of durations', () => {
  it('hold every duration once', async () => {
    const counted = [
      ['asa', 'answered'],
      ['aht', 'handled'],
      ['sla_late_mean', 'sla_breached'],
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        ranges,
        filters,
        fc.constantFrom(...counted),
        async (range, filter, [metric, count]) => {
          const classes = await ask('/api/v1/distribution', { ...range, ...filter, metric });
          const [total] = await figures({ ...range, ...filter, metrics: count });
          expect(sum(classes, 'count')).toBe(total![count]);
          if (classes.length > 0) expect(sum(classes, 'share')).toBeCloseTo(1, 9);
          for (const [index, { from, to }] of classes.entries()) {
            expect(Number(to ?? Number.POSITIVE_INFINITY)).toBeGreaterThan(Number(from));
            if (index > 0) expect(from).toBe(classes[index - 1]!.to);
          }
        },
      ),
      RUNS,
    );
  });

  it('are there for every metric of durations, and refused for the others', async () => {
    const ofDurations = CATALOGUE.filter((metric) => metric.kind === 'facts' && durationOf(metric) !== null);
    expect(ofDurations.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['first_response_p50', 'next_response_p90', 'wait_p95', 'aht', 'sla_late_p90']),
    );
    const range = `from=${BEGIN}&to=${BEGIN + DAY}`;
    for (const { id } of ofDurations) {
      expect(await query.status(`/api/v1/distribution?metric=${id}&${range}`), id).toBe(200);
    }
    expect(await query.status(`/api/v1/distribution?metric=service_level&${range}`)).toBe(400);
  });
});

describe('the hours of the week', () => {
  const byHour = async (parameters: Parameters) =>
    (await ask('/api/v1/workforce/heatmap', parameters)) as unknown as {
      day: number;
      hours: (number | null)[];
    }[];

  it('have the figures of the one hour of that name, where the range is a week', async () => {
    await fc.assert(
      fc.asyncProperty(
        zones,
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('offered', 'asa', 'sla_attainment'),
        async (tz, week, metric) => {
          const begin = DateTime.fromMillis(BEGIN, { zone: tz }).startOf('week').plus({ weeks: week });
          const range = {
            from: String(begin.toMillis()),
            to: String(begin.plus({ weeks: 1 }).toMillis()),
            tz,
          };
          const days = await byHour({ ...range, metric });
          const series = await figures({ ...range, interval: '1h', metrics: metric });
          const seen = new Map<string, number>();
          for (const { bucket } of series) {
            const name = String(bucket).slice(0, 13);
            seen.set(name, (seen.get(name) ?? 0) + 1);
          }
          for (const row of series) {
            const local = DateTime.fromISO(String(row.bucket), { setZone: true });
            // Of the hour that comes twice when clocks go back, the figure is of both.
            if (seen.get(String(row.bucket).slice(0, 13))! > 1) continue;
            expect(days[local.weekday - 1]!.hours[local.hour], `${row.bucket}`).toBe(row[metric]);
          }
        },
      ),
      { numRuns: casesOf(10) },
    );
  });

  it('tell a count as the mean of these hours, and null where the range has none of them', async () => {
    const monday = BEGIN + 3 * DAY;
    const twoMondays = { from: String(monday), to: String(monday + 8 * DAY), tz: 'UTC', metric: 'offered' };
    const days = await byHour(twoMondays);
    const [first] = await figures({ from: String(monday), to: String(monday + HOUR), metrics: 'offered' });
    const [second] = await figures({
      from: String(monday + 7 * DAY),
      to: String(monday + 7 * DAY + HOUR),
      metrics: 'offered',
    });
    expect(days[0]!.hours[0]).toBe((Number(first!.offered) + Number(second!.offered)) / 2);
    const oneDay = await byHour({ ...twoMondays, to: String(monday + DAY) });
    expect(oneDay.map(({ hours }) => hours.filter((value) => value !== null).length)).toEqual([
      24, 0, 0, 0, 0, 0, 0,
    ]);
  });
});
