import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { type StaffingRequest, staff } from '../../../services/workforce/staffing/staffing.ts';
import { MONDAY, seriesOf } from '../support/flat-forecast.ts';

const MINUTE_MS = 60_000;

const center = parseContactCenter(
  `
calendars: { always: { zone: Europe/Berlin, weekly: 24x7 } }
defaultCalendar: always
teams: [{ id: front }, { id: back }]
queues:
  - { id: general, team: front }
  - { id: orders, team: front }
  - { id: billing, team: back }
  - { id: nobodys }
workforce:
  staffing: [{ channel: chat, concurrency: 2, within: 20s }]
`,
  'test.yaml',
);

const request: StaffingRequest = {
  from: MONDAY,
  to: MONDAY + 30 * MINUTE_MS,
  interval: '30m',
  zone: 'Europe/Berlin',
  filters: {},
  groupBy: ['queue', 'channel'],
  asked: {},
  volumeChange: 0,
  pooling: 'team',
  agents: null,
};

type Asked = readonly [queue: string, channel: string, contacts: number, ahtMs: number];

async function needed(series: readonly Asked[], change: Partial<StaffingRequest> = {}) {
  const forecasts = series.map(([queue, channel, contacts, ahtMs]) =>
    seriesOf({ queue, channel }, () => contacts, ahtMs),
  );
  const { groups } = await staff(forecasts, new Map(), center, { ...request, ...change });
  return groups.map(({ intervals }) => intervals[0]!);
}

const CALLS = 3 * MINUTE_MS;

describe('queues that share their agents', () => {
  test('are staffed as one, and each has its part of them', async () => {
    // 100 calls of 3 min in 30 min: fourteen agents, as METRICS.md reckons it. By themselves, four and eleven would do.
    const [general, orders] = await needed([
      ['general', 'voice', 20, CALLS],
      ['orders', 'voice', 80, CALLS],
    ]);
    expect(general!.required).toBeCloseTo(14 * 0.2, 9);
    expect(orders!.required).toBeCloseTo(14 * 0.8, 9);
    for (const one of [general!, orders!]) expect(one.serviceLevel).toBeCloseTo(0.8883500191794669, 9);
    expect(orders!.paid).toBeCloseTo((14 * 0.8) / 0.7, 9);
  });

  test('add up to whole people', async () => {
    const [sum] = await needed(
      [
        ['general', 'voice', 20, CALLS],
        ['orders', 'voice', 80, CALLS],
      ],
      { groupBy: [] },
    );
    expect(sum!.required).toBeCloseTo(14, 9);
    expect(sum!.contacts).toBe(100);
  });

  test('count contacts that are handled several at once for so much less', async () => {
    // 40 chats of 6 min, two at once, keep as many busy as 40 calls of 3 min: 10 agents with 60 calls.
    const [chats, calls] = await needed([
      ['general', 'chat', 40, 2 * CALLS],
      ['orders', 'voice', 60, CALLS],
    ]);
    expect(chats!.required! / calls!.required!).toBeCloseTo(40 / 60, 9);
    expect(chats!.required! + calls!.required!).toBeCloseTo(14, 9);
    // Chats find 28 places, and wait less.
    expect(chats!.serviceLevel!).toBeGreaterThan(calls!.serviceLevel!);
  });

  test('do not help other teams, queues of nobody, or work that is due later', async () => {
    const series: Asked[] = [
      ['general', 'voice', 50, CALLS],
      ['billing', 'voice', 50, CALLS],
      ['nobodys', 'voice', 50, CALLS],
      ['general', 'email', 6, CALLS],
    ];
    expect(await needed(series)).toEqual(await needed(series, { pooling: 'none' }));
    const all = await needed(series.slice(0, 3), { pooling: 'all' });
    const alone = await needed(series.slice(0, 3), { pooling: 'none' });
    const total = (of: typeof all) => of.reduce((sum, { required }) => sum + required!, 0);
    expect(total(all)).toBeLessThan(total(alone));
  });

  test('have one for the first contact of any of them where none is expected', async () => {
    const quiet = await needed([
      ['general', 'voice', 0, CALLS],
      ['orders', 'voice', 0, CALLS],
    ]);
    expect(quiet.map(({ required }) => required)).toEqual([0.5, 0.5]);
  });
});
