import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const NOW = Date.UTC(2026, 11, 1, 12, 30);
const BERLIN = 'Europe/Berlin';
const LORD_HOWE = 'Australia/Lord_Howe';
const MONDAY = 0;
const SUNDAY = 6;

const CENTER = `calendars: { germany: { zone: Europe/Berlin, weekly: 24x7, holidays: { country: DE } } }
queues: [{ id: mondays, calendar: germany }]`;

let query: QueryAppForTests;

/** Contacts of a queue: how many at which instant, each with a wait. */
async function put(queue: string, contacts: readonly [at: string, count: number][], waitMs = 1_000) {
  const instants = contacts.flatMap(([at, count]) =>
    Array.from({ length: count }, () => DateTime.fromISO(at, { setZone: true }).toMillis()),
  );
  await query.clickhouse.command(
    `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, value_ms,
  target_ms, queue, channel, opened_at)
SELECT 'queue_spell', fromUnixTimestamp64Milli(instant) AS at, concat({queue:String}, toString(number), toString({wait:Int64})),
  'chats', 0, 1, 0, at, at, 'answered', {wait:Int64}, 20000, {queue:String}, 'voice', at
FROM (SELECT number, arrayElement({instants:Array(Int64)}, number + 1) AS instant FROM numbers({count:UInt32}))`,
    { queue, instants, count: instants.length, wait: waitMs },
  );
}

beforeAll(async () => {
  query = await startQueryApp(NOW, CENTER);
  // Ten Mondays between ten and eleven; clocks go forward on 29 March, 6 April is Easter Monday, 20 April is quiet.
  await put('mondays', [
    ['2026-03-02T10:10+01:00', 4],
    ['2026-03-09T10:10+01:00', 8],
    ['2026-03-16T10:10+01:00', 2],
    ['2026-03-23T10:10+01:00', 6],
    ['2026-03-30T10:10+02:00', 10],
    ['2026-04-06T10:40+02:00', 30],
    ['2026-04-13T10:10+02:00', 12],
    ['2026-04-27T10:10+02:00', 5],
    ['2026-05-04T10:10+02:00', 7],
  ]);
  await put('spring', [
    ['2026-03-22T02:30+01:00', 4],
    ['2026-04-05T02:30+02:00', 6],
  ]);
  await put('autumn', [
    ['2026-10-18T02:30+02:00', 1],
    ['2026-10-25T02:30+02:00', 3],
    ['2026-10-25T02:30+01:00', 5],
    ['2026-11-01T02:30+01:00', 3],
  ]);
  // On 4 October the clock goes from 02:00 to 02:30.
  await put('lord howe', [
    ['2026-09-27T02:45+10:30', 2],
    ['2026-10-04T02:45+11:00', 9],
    ['2026-10-11T02:45+11:00', 4],
  ]);
  await put('waits', [['2026-03-02T09:00Z', 2]], 4_000);
  await put('waits', [['2026-03-09T09:00Z', 1]], 10_000);
});
afterAll(() => query?.stop());

type Answer = {
  meta: { special: { date: string; name: string; kind: string }[]; interval: string; statistic: string };
  rows: { day: number; weekday: string; hours?: (number | null)[]; intervals?: (number | null)[] }[];
};

const ask = async (parameters: Record<string, string>): Promise<Answer> =>
  JSON.parse(
    await query.get(`/api/v1/workforce/heatmap?${new URLSearchParams({ metric: 'offered', ...parameters })}`),
  );

/** What every statistic tells of one hour of the week. */
async function told(day: number, hour: number, parameters: Record<string, string>) {
  const figures: Record<string, number | null> = {};
  for (const statistic of ['mean', 'min', 'p10', 'p50', 'p90', 'max']) {
    const { rows } = await ask({ ...parameters, statistic });
    figures[statistic] = rows[day]!.hours![hour]!;
  }
  return figures;
}

describe('the hours of the week, week by week', () => {
  const mondays = { queue: 'mondays', tz: BERLIN, from: '2026-03-02', to: '2026-05-11' };

  it('have the mean, the extremes and the percentiles of ten Mondays', async () => {
    // 0 2 4 5 6 7 8 10 12 30
    expect(await told(MONDAY, 10, mondays)).toEqual({
      mean: 8.4,
      min: 0,
      p10: 0,
      p50: 6.5,
      p90: 12,
      max: 30,
    });
  });

  it('leave special days out where they are asked to', async () => {
    // 0 2 4 5 6 7 8 10 12
    expect(await told(MONDAY, 10, { ...mondays, special: 'exclude' })).toEqual({
      mean: 6,
      min: 0,
      p10: 0,
      p50: 6,
      p90: 12,
      max: 12,
    });
  });

  it('name the special days of the calendar of the queue, left out or not', async () => {
    for (const special of ['include', 'exclude']) {
      const { meta } = await ask({ ...mondays, special });
      expect(meta.special).toEqual(meta.special.toSorted((a, b) => (a.date < b.date ? -1 : 1)));
      expect(meta.special.filter(({ kind }) => kind === 'closed')).toEqual([
        { date: '2026-04-03', name: 'Good Friday', kind: 'closed' },
        { date: '2026-04-06', name: 'Easter Monday', kind: 'closed' },
        { date: '2026-05-01', name: 'Labour Day', kind: 'closed' },
      ]);
    }
    expect((await ask({ ...mondays, queue: 'spring' })).meta.special).toEqual([]);
  });

  it('are all there of a weekday but for the special ones: an hour of none is null', async () => {
    const { rows } = await ask({ ...mondays, from: '2026-04-06', to: '2026-04-08', special: 'exclude' });
    expect(rows[MONDAY]!.hours!.every((value) => value === null)).toBe(true);
    expect(rows[MONDAY + 1]!.hours!.every((value) => value === 0)).toBe(true);
  });

  it.each([
    ['30m', 48, 20],
    ['15m', 96, 40],
  ])('may be cut into intervals of %s', async (interval, perDay, place) => {
    const { rows, meta } = await ask({ ...mondays, interval, statistic: 'max' });
    expect(meta).toMatchObject({ interval, statistic: 'max' });
    expect(rows[MONDAY]).not.toHaveProperty('hours');
    expect(rows[MONDAY]!.intervals).toHaveLength(perDay);
    // Easter's contacts came after half past ten.
    expect(rows[MONDAY]!.intervals![place]).toBe(12);
    expect(rows[MONDAY]!.intervals!.reduce((sum, value) => sum! + value!, 0)).toBe(12 + 30);
  });
});

describe('where clocks are set', () => {
  it('an hour that is skipped is no hour without contacts', async () => {
    const sundays = { queue: 'spring', tz: BERLIN, from: '2026-03-16', to: '2026-04-06' };
    expect(await told(SUNDAY, 2, sundays)).toMatchObject({ mean: 5, min: 4, p50: 5, max: 6 });
    expect(await told(SUNDAY, 3, sundays)).toMatchObject({ mean: 0, min: 0, max: 0 });
  });

  it('an hour that comes twice is two hours', async () => {
    const sundays = { queue: 'autumn', tz: BERLIN, from: '2026-10-12', to: '2026-11-09' };
    // 0 1 3 3 5
    expect(await told(SUNDAY, 2, sundays)).toEqual({ mean: 2.4, min: 0, p10: 0, p50: 3, p90: 5, max: 5 });
  });

  it('half an hour of Lord Howe is no whole hour, and a whole half', async () => {
    const sundays = { queue: 'lord howe', tz: LORD_HOWE, from: '2026-09-21', to: '2026-10-12' };
    expect(await told(SUNDAY, 2, sundays)).toEqual({ mean: 5, min: 2, p10: 2, p50: 3, p90: 4, max: 4 });
    const halves = { ...sundays, interval: '30m' };
    const max = (await ask({ ...halves, statistic: 'max' })).rows[SUNDAY]!.intervals!;
    const min = (await ask({ ...halves, statistic: 'min' })).rows[SUNDAY]!.intervals!;
    expect([max[4], max[5]]).toEqual([0, 9]);
    expect([min[4], min[5]]).toEqual([0, 2]);
  });
});

describe('hours that are not over', () => {
  it('are null where they have not begun, and count for no percentile before their end', async () => {
    const week = { tz: 'UTC', from: '2026-11-30', to: '2026-12-07' };
    const mean = (await ask(week)).rows.map(({ hours }) => hours!.filter((value) => value !== null).length);
    expect(mean).toEqual([24, 13, 0, 0, 0, 0, 0]);
    const max = (await ask({ ...week, statistic: 'max' })).rows;
    expect(max.map(({ hours }) => hours!.filter((value) => value !== null).length)).toEqual([
      24, 12, 0, 0, 0, 0, 0,
    ]);
  });

  it('nor do those that the range cuts', async () => {
    const cut = { queue: 'mondays', tz: BERLIN, from: '2026-03-02T10:30', to: '2026-03-09T10:30' };
    expect((await ask(cut)).rows[MONDAY]!.hours![10]).toBe(4);
    expect((await ask({ ...cut, statistic: 'max' })).rows[MONDAY]!.hours![10]).toBeNull();
  });
});

it('a mean of durations is of all contacts together, its percentiles of the weeks that have one', async () => {
  const waits = { metric: 'asa', queue: 'waits', tz: 'UTC', from: '2026-03-02', to: '2026-03-23' };
  expect(await told(MONDAY, 9, waits)).toEqual({
    mean: 6_000,
    min: 4_000,
    p10: 4_000,
    p50: 7_000,
    p90: 10_000,
    max: 10_000,
  });
  expect(await told(MONDAY, 10, waits)).toMatchObject({ mean: null, p50: null });
});

it.each([
  'metric=offered&interval=15m&from=2026-01-01&to=2026-06-01',
  'metric=offered&interval=1d',
  'metric=offered&statistic=p95',
  'metric=offered&special=only',
  'metric=queue_depth',
  'metric=offered&tz=Mars/Olympus',
])('%s is refused', async (parameters) => {
  expect(await query.status(`/api/v1/workforce/heatmap?${parameters}`)).toBe(400);
});

it('names the parameter of a metric that there is not', async () => {
  await expect(query.get('/api/v1/workforce/heatmap?metric=nope')).rejects.toThrow('"path":"metric"');
});
