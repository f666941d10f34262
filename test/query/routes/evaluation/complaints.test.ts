import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventRateDifference } from '../../../../services/domain/statistics/event-rate-difference.ts';
import { queryComplaints } from '../../../../services/evaluation/complaints/complaints.ts';
import { DIMENSIONS } from '../../../../services/metrics/definition/metric.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-15T00:00:00Z');
const CONFIGURATION = `
complaints:
  reasons:
    - { id: late, title: Late delivery, tags: [late, lost parcel] }
    - { id: rude, tags: [rude] }
    - { id: noise, title: Noise, tags: [noise] }
`;

interface Complaint {
  id: string;
  customer: string;
  /** Days and hours before now. */
  daysAgo: number;
  tags: string[];
  queue?: string;
  /** Minutes until the first response and the solution. */
  answered?: number;
  solved?: number;
  opened?: number;
}

/** Of the fortnight before now: 4 conversations about late, of which 1 also about rude, and 1 about rude alone. */
const COMPLAINTS: Complaint[] = [
  { id: 'a', customer: 'u1', daysAgo: 1, tags: ['late', 'lost parcel', 'vip'], answered: 10, solved: 100 },
  { id: 'b', customer: 'u1', daysAgo: 2, tags: ['lost parcel'], answered: 20, solved: 200, queue: 'billing' },
  { id: 'c', customer: 'u2', daysAgo: 3, tags: ['late', 'rude'], answered: 60 },
  // Opened a month before it became a complaint.
  { id: 'd', customer: '', daysAgo: 13, tags: ['late'], opened: 45, answered: 30, solved: 60 },
  { id: 'e', customer: 'u3', daysAgo: 5, tags: ['rude'] },
  // Of the fortnight before that, and one that is no complaint.
  { id: 'f', customer: 'u3', daysAgo: 20, tags: ['late'], answered: 500 },
  { id: 'g', customer: 'u4', daysAgo: 4, tags: ['vip'], answered: 1 },
  // Where nobody says what a complaint is.
  { id: 'x', customer: 'u5', daysAgo: 2, tags: ['complaint', 'complaint:late'], queue: 'usual' },
  { id: 'y', customer: 'u6', daysAgo: 2, tags: ['complaint:late', 'no complaint'], queue: 'usual' },
  // Too long ago to be a repeat complainer by.
  { id: 'h', customer: 'u2', daysAgo: 91, tags: ['rude'] },
];

function insertOf(complaints: readonly Complaint[]): string {
  const rows = complaints.flatMap((one) => {
    const { id, customer, daysAgo, tags, queue = 'general', answered, solved, opened = daysAgo } = one;
    const openedAt = NOW - opened * DAY + HOUR;
    const row = (fact: string, seq: number, at: number, endedAt: number, state: string, label = '') => {
      const ms = (value: number) => `fromUnixTimestamp64Milli(${value}::Int64)`;
      return `('${fact}', ${ms(at)}, '${id}', 'tickets', ${seq}, 1, 0, ${ms(at)}, ${ms(endedAt)}, '${state}', '${label}', ${endedAt - at}, '${queue}', 'email', '${customer}', ${ms(openedAt)})`;
    };
    const at = NOW - daysAgo * DAY + HOUR;
    return [
      row('conversation', 0, openedAt, openedAt + HOUR, 'solved'),
      ...tags.map((tag, i) => row('tag', i, at, at, 'done', tag)),
      ...(answered ? [row('first_response', 0, openedAt, openedAt + answered * MINUTE, 'done')] : []),
      ...(solved ? [row('total_resolution', 0, openedAt, openedAt + solved * MINUTE, 'solved')] : []),
    ];
  });
  return `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, label,
  value_ms, queue, channel, customer_id, opened_at) VALUES ${rows.join(',\n')}`;
}

const FORTNIGHT = 'from=2026-03-01&to=2026-03-15';

describe('complaints', () => {
  let app: QueryAppForTests;
  const ask = async (query = '') => JSON.parse(await app.get(`/api/v1/complaints?${FORTNIGHT}${query}`));

  beforeAll(async () => {
    app = await startQueryApp(NOW, CONFIGURATION);
    await app.clickhouse.command(insertOf(COMPLAINTS));
  });
  afterAll(() => app.stop());

  it('are counted by reason, the commonest first, each conversation once a reason', async () => {
    const { total, rate, reasons } = await ask();
    expect(total).toBe(5);
    // a, b, c, e, g, x and y were created in the fortnight.
    expect(rate).toBe(5 / 7);
    expect(
      reasons.map((one: Record<string, unknown>) => [one.id, one.title, one.n, one.share, one.cumulative]),
    ).toEqual([
      ['late', 'Late delivery', 4, 4 / 6, 4 / 6],
      ['rude', 'rude', 2, 2 / 6, 1],
      ['noise', 'Noise', 0, 0, 1],
    ]);
  });

  it('say how soon they were answered and solved, whenever they were opened', async () => {
    const { reasons, first_response } = await ask();
    expect(reasons[0]).toMatchObject({
      first_response: { mean: 30 * MINUTE, p50: 25 * MINUTE, n: 4 },
      resolution: { mean: 120 * MINUTE, p50: 100 * MINUTE, n: 3 },
    });
    expect(reasons[1]).toMatchObject({
      first_response: { mean: 60 * MINUTE, p50: 60 * MINUTE, n: 1 },
      resolution: { mean: null, p50: null, n: 0 },
    });
    expect(first_response).toEqual({ mean: 30 * MINUTE, p50: 25 * MINUTE, n: 4 });
  });

  it('are set against the period before, with what chance would do', async () => {
    const { previous, change, reasons } = await ask('&compare=previous');
    expect(previous).toMatchObject({ total: 1, rate: 1 / 1, from: '2026-02-15T00:00:00.000Z' });
    const expected = eventRateDifference({ count: 1, exposure: 14 }, { count: 4, exposure: 14 });
    expect(reasons[0].previous).toBe(1);
    expect(reasons[0].change).toMatchObject({
      per_day: 3 / 14,
      relative: 3,
      interval: expected.interval,
      p: expected.p,
      // Two reasons have a movement to judge, and the other has the same p or less.
      p_adjusted: Math.min(1, 2 * Math.min(expected.p!, reasons[1].change.p)),
      significant: false,
    });
    expect(reasons[2].change).toBeNull();
    expect(change.per_day).toBeCloseTo(4 / 14, 12);
  });

  it('have not moved where nothing at all was there before', async () => {
    const range = 'from=2025-10-01&to=2026-03-15';
    const answer = JSON.parse(await app.get(`/api/v1/complaints?${range}&compare=previous`));
    expect(answer.total).toBeGreaterThan(0);
    expect(answer.previous).toMatchObject({ total: 0, rate: null });
    expect([answer.change, ...answer.reasons.map(({ change }: { change: unknown }) => change)]).toEqual(
      Array.from({ length: answer.reasons.length + 1 }, () => null),
    );
  });

  it('count customers who complained twice within ninety days, and name nobody', async () => {
    const answer = await app.get(`/api/v1/complaints?${FORTNIGHT}`);
    // u1 by two conversations, u3 by one in either fortnight; u2 complained once within ninety days.
    expect(JSON.parse(answer).repeat).toEqual({
      days: 90,
      complainers: 3,
      customers: 2,
      complaints: 4,
      share: 2 / 3,
    });
    expect(answer).not.toMatch(/"u\d"/);
  });

  it('have rows by bucket on the clocks of the zone', async () => {
    const { rows, series } = await ask('&interval=1w&tz=Europe/Berlin');
    expect(rows).toEqual([
      { bucket: '2026-02-23T00:00:00.000+01:00', total: 0, late: 0, rude: 0, noise: 0 },
      { bucket: '2026-03-02T00:00:00.000+01:00', total: 1, late: 1, rude: 0, noise: 0 },
      { bucket: '2026-03-09T00:00:00.000+01:00', total: 4, late: 3, rude: 2, noise: 0 },
    ]);
    expect(series).toHaveLength(9);
  });

  it('open to the conversations behind them, as many as they count', async () => {
    const { reasons } = await ask('&queue=general');
    expect(reasons[0].n).toBe(3);
    const { rows } = JSON.parse(await app.get(reasons[0].conversations));
    const behind = rows.map(({ conversationId }: { conversationId: string }) => conversationId);
    expect([...new Set(behind)].sort()).toEqual(['a', 'c', 'd']);
  });

  it('are the metric `tagged` of the tags of the reason', async () => {
    const query = JSON.parse(
      await app.get(
        `/api/v1/query?metrics=tagged&${FORTNIGHT}&tag=late&tag=${encodeURIComponent('lost parcel')}`,
      ),
    );
    expect(query.rows[0].tagged).toBe(4);
    const values = JSON.parse(await app.get('/api/v1/dimensions/tag')).values;
    expect(values.map(({ value }: { value: string }) => value)).toEqual([
      'complaint',
      'complaint:late',
      'late',
      'lost parcel',
      'no complaint',
      'rude',
      'vip',
    ]);
  });

  it.each(DIMENSIONS)('leave the values of %s to be asked for', async (dimension) => {
    expect(await app.status(`/api/v1/dimensions/${dimension}`)).toBe(200);
  });

  it('are the tags that begin with complaint where the configuration has no reasons', async () => {
    const { total, reasons, counts } = await queryComplaints(app.clickhouse, {
      from: NOW - 14 * DAY,
      to: NOW,
      now: NOW,
      starts: [NOW - 14 * DAY],
      filters: {},
      complaints: { reasons: [] },
      previous: null,
    });
    expect(total).toBe(2);
    expect(reasons.map(({ id, n }) => [id, n])).toEqual([
      ['complaint:late', 2],
      ['complaint', 1],
    ]);
    expect(counts).toHaveLength(3);
  });

  it('are a file of CSV: the reasons, or with an interval the counts over time', async () => {
    const csv = await app.get(`/api/v1/complaints?${FORTNIGHT}&format=csv`);
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'id,title,n,share,cumulative,previous,change_per_day,change_lower,change_upper,p,p_adjusted,significant,first_response_mean,first_response_p50,first_response_n,resolution_mean,resolution_p50,resolution_n',
      `late,Late delivery,4,${4 / 6},${4 / 6},,,,,,,,1800000,1500000,4,7200000,6000000,3`,
    ]);
    const overTime = await app.get(`/api/v1/complaints?${FORTNIGHT}&interval=1w&format=csv`);
    expect(overTime.split('\r\n')[0]).toBe('bucket,total,late,rude,noise');
  });

  it('tell every fault at once', async () => {
    await expect(app.get('/api/v1/complaints?from=soon&to=never&tag=late')).rejects.toThrow(/400.*tag/s);
    await expect(app.get('/api/v1/complaints?from=soon&to=never')).rejects.toThrow(/from.*to/s);
  });
});
