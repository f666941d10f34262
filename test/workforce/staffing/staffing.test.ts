import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { agentsFor } from '../../../services/domain/erlang/staffing.ts';
import type { SeriesForecast } from '../../../services/workforce/forecast/series-forecast.ts';
import {
  type StaffingAnswer,
  type StaffingRequest,
  staff,
} from '../../../services/workforce/staffing/staffing.ts';
import { MONDAY, seriesOf } from '../support/flat-forecast.ts';

const HOUR_MS = 3_600_000;
const AHT_MS = 360_000;

const center = parseContactCenter(
  `
calendars:
  office:
    zone: Europe/Berlin
    weekly: { mon: [09:00-17:00], tue: [09:00-17:00], wed: [09:00-17:00], thu: [09:00-17:00], fri: [09:00-17:00] }
queues: [{ id: calls, calendar: office }, { id: mail, calendar: office }, { id: open }]
workforce:
  staffing: [{ queue: mail, deferred: 4h, maxOccupancy: 1, shrinkage: 0.2 }]
`,
  'test.yaml',
);

const DAY_MS = 24 * HOUR_MS;

const request: StaffingRequest = {
  from: MONDAY,
  to: MONDAY + DAY_MS,
  interval: '30m',
  zone: 'Europe/Berlin',
  filters: {},
  groupBy: ['queue', 'channel'],
  asked: {},
  volumeChange: 0,
  pooling: 'none',
  agents: null,
};
const plan = (series: readonly SeriesForecast[], change: Partial<StaffingRequest> = {}) =>
  staff(series, new Map(), center, { ...request, ...change });
const required = (answer: StaffingAnswer) => answer.groups[0]!.intervals.map((each) => each.required);
const hourOf = (at: number) => new Date(at + HOUR_MS).getUTCHours();
const isOffice = (at: number) => hourOf(at) >= 9 && hourOf(at) < 17;

describe('contacts that are to be answered at once', () => {
  const voice = { queue: 'calls', channel: 'voice' };

  test('need what Erlang C says, interval by interval', async () => {
    const answer = await plan([seriesOf(voice, (at) => (isOffice(at) ? hourOf(at) * 3 : 0))]);
    const goal = { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 0.85 };
    expect(answer.groups[0]!.intervals).toHaveLength(48);
    for (const { from, required: agents, serviceLevel, paid } of answer.groups[0]!.intervals) {
      if (!isOffice(from)) {
        expect([agents, serviceLevel]).toEqual([0, null]);
        continue;
      }
      const load = { calls: hourOf(from) * 3, intervalMs: HOUR_MS / 2, ahtMs: AHT_MS };
      expect(agents).toBe(agentsFor(load, goal).agents);
      expect(paid).toBeCloseTo(agents! / 0.7, 12);
    }
  });

  test('of a queue with hours need one agent while it is open, and nobody for half a contact after', async () => {
    const quiet = required(await plan([seriesOf(voice, () => 0.4)]));
    const intervals = (await plan([seriesOf(voice, () => 0.4)])).groups[0]!.intervals;
    expect(quiet).toEqual(intervals.map(({ from }) => (isOffice(from) ? 1 : 0)));
  });

  test.each([
    ['15m', 0.25],
    ['30m', 0.5],
    ['1h', 1],
  ] as const)('come as seldom after hours whether they are planned by %s or not', async (interval, hours) => {
    const isStaffedAtNight = async (anHour: number) =>
      (
        await plan([seriesOf(voice, () => anHour * hours, AHT_MS, interval)], { interval })
      ).groups[0]!.intervals.filter(({ from }) => !isOffice(from)).map((each) => each.required! > 0);
    expect(new Set(await isStaffedAtNight(0.9))).toEqual(new Set([false]));
    expect(new Set(await isStaffedAtNight(1.1))).toEqual(new Set([true]));
  });

  test('that are forecast after hours are staffed for all the same, and named', async () => {
    const answer = await plan([seriesOf(voice, (at) => (hourOf(at) === 18 ? 6 : 0))]);
    const evening = answer.groups[0]!.intervals.filter(({ from }) => hourOf(from) === 18);
    expect(evening.every(({ required: agents }) => agents! >= 1)).toBe(true);
    expect(answer.notes).toEqual([expect.stringMatching(/calls.*12 contacts.*outside the calendar office/)]);
  });

  test('that nothing is known of are named, as they would look like ones that need nobody', async () => {
    for (const series of [[], [seriesOf(voice, () => null)]]) {
      const { notes } = await plan(series);
      expect(notes).toEqual([expect.stringContaining('nothing is forecast for what was asked')]);
    }
    expect((await plan([seriesOf(voice, () => null), seriesOf(voice, () => 0)])).notes).toEqual([
      expect.stringContaining('one queue and channel'),
    ]);
  });

  test('of a queue without hours need nobody where none are forecast', async () => {
    const answer = await plan([
      seriesOf({ queue: 'open', channel: 'voice' }, (at) => (isOffice(at) ? 5 : 0)),
    ]);
    const intervals = answer.groups[0]!.intervals;
    expect(intervals.map((each) => each.required! > 0)).toEqual(intervals.map(({ from }) => isOffice(from)));
  });

  test('whose handling time nobody knows have no agents, and the setting is named', async () => {
    const answer = await plan([seriesOf(voice, (at) => (isOffice(at) ? 5 : 0), null)]);
    const noon = answer.groups[0]!.intervals.find(({ from }) => hourOf(from) === 12)!;
    expect(noon).toMatchObject({ contacts: 5, required: null, paid: null, erlangs: null });
    expect(answer.notes).toEqual([expect.stringMatching(/calls.*80 contacts.*workforce\.staffing\[\]\.aht/)]);
    expect((await plan([seriesOf(voice, () => 5, null)], { asked: { ahtMs: AHT_MS } })).notes).toEqual([
      expect.stringContaining('outside the calendar'),
    ]);
  });

  test('that are not forecast are not staffed for', async () => {
    const answer = await plan([seriesOf(voice, () => null)]);
    expect(new Set(required(answer))).toEqual(new Set([null]));
    expect(answer.notes).toEqual([expect.stringContaining('nothing is forecast for what was asked')]);
  });

  test('have as many intervals as the day has half-hours', async () => {
    const sunday = MONDAY + 6 * DAY_MS;
    const open = seriesOf({ queue: 'open', channel: 'voice' }, () => 5);
    const answer = await plan([open], { from: sunday, to: sunday + 23 * HOUR_MS });
    expect(required(answer)).toHaveLength(46);
  });
});

describe('work that is due later', () => {
  const mail = { queue: 'mail', channel: 'email' };
  /** An interval with one agent is five e-mails of six minutes. */
  const perInterval = 5;

  test('of the weekend is done on Monday, by the due time of four open hours', async () => {
    const saturday = MONDAY - 2 * DAY_MS;
    const heap = seriesOf(mail, (at) => (at === saturday ? 16 * perInterval : 0));
    const agents = required(await plan([heap]));
    // Sixteen half-hours of work in the eight from 9 to 13 o'clock.
    expect(agents).toEqual(Array.from({ length: 48 }, (_, place) => (place >= 18 && place < 26 ? 2 : 0)));
  });

  test('needs twice as many where agents shall be busy half of the time', async () => {
    const heap = seriesOf(mail, (at) => (at === MONDAY + 9 * HOUR_MS ? 8 * perInterval : 0));
    const { intervals } = (await plan([heap], { asked: { maxOccupancy: 0.5 } })).groups[0]!;
    const nine = intervals.find(({ from }) => from === MONDAY + 9 * HOUR_MS)!;
    expect(nine).toMatchObject({ required: 2, occupancy: 0.5, paid: 2 / 0.8 });
  });

  test('of the last open hour may be done the next morning', async () => {
    const heap = seriesOf(mail, (at) => (at === MONDAY + 16 * HOUR_MS ? 8 * perInterval : 0));
    expect(required(await plan([heap])).slice(32, 34)).toEqual([1, 1]);
    const next = required(await plan([heap], { from: MONDAY + DAY_MS, to: MONDAY + 2 * DAY_MS }));
    expect(next.slice(18, 24)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(next.slice(24).every((agents) => agents === 0)).toBe(true);
  });

  test('that is due after the last day of the forecast may be done after it, and nobody knows whether in time', async () => {
    // The last day at 16 o'clock, by summer time: due the next morning.
    const last = MONDAY + 14 * DAY_MS + 15 * HOUR_MS;
    const heap = seriesOf(mail, (at) => (at === last ? 40 * perInterval : 0));
    const { intervals } = (await plan([heap], { from: last, to: last + HOUR_MS })).groups[0]!;
    const four = intervals.find(({ from }) => from === last)!;
    expect(four).toMatchObject({ contacts: 200, required: 0, serviceLevel: null });
  });

  test('is done in time, never while it is closed, with no more agent-hours than it takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { minLength: 48, maxLength: 48 }), async (drawn) => {
        const series = seriesOf(mail, (at) =>
          at >= MONDAY && at < MONDAY + DAY_MS ? drawn[(at - MONDAY) / (HOUR_MS / 2)]! : 0,
        );
        const { intervals } = (await plan([series], { to: MONDAY + 4 * DAY_MS })).groups[0]!;
        let open = 0;
        intervals.forEach(({ from, contacts, required: agents, serviceLevel }) => {
          open += contacts! * AHT_MS;
          if (agents! > 0) expect(isOffice(from)).toBe(true);
          open -= Math.min(open, agents! * (HOUR_MS / 2));
          if (contacts! > 0) expect(serviceLevel).toBe(1);
        });
        expect(open).toBeCloseTo(0, 3);
        const work = (drawn.reduce((sum, count) => sum + count, 0) * AHT_MS) / (HOUR_MS / 2);
        const spent = intervals.reduce((sum, each) => sum + each.required!, 0);
        expect(spent).toBeGreaterThanOrEqual(work - 1e-6);
        // Each stretch of an even pace ends with part of an agent's half-hour unused.
        expect(spent).toBeLessThanOrEqual(work + 12);
      }),
      { numRuns: 100 },
    );
  });

  test('is late where the agents asked about are too few', async () => {
    const heap = seriesOf(mail, (at) => (at === MONDAY + 9 * HOUR_MS ? 16 * perInterval : 0));
    const { intervals } = (await plan([heap], { agents: 1 })).groups[0]!;
    const nine = intervals.find(({ from }) => from === MONDAY + 9 * HOUR_MS)!;
    expect(nine).toMatchObject({ agents: 1, required: 2, serviceLevel: 0.5, occupancy: 1 });
    expect(intervals[0]).toMatchObject({ agents: 0, occupancy: null });
  });
});

test('sums are of what each series needs; agents of one do not help another', async () => {
  const voice = seriesOf({ queue: 'calls', channel: 'voice' }, (at) => (isOffice(at) ? 10 : 0));
  const open = seriesOf({ queue: 'open', channel: 'voice' }, () => 30);
  const mail = seriesOf({ queue: 'mail', channel: 'email' }, (at) => (isOffice(at) ? 5 : 0));
  const apart = await plan([voice, open, mail]);
  const byChannel = await plan([voice, open, mail], { groupBy: ['channel'] });
  const together = await plan([voice, open, mail], { groupBy: [] });
  expect(byChannel.groups.map(({ queue, channel }) => [queue, channel])).toEqual([
    [null, 'voice'],
    [null, 'email'],
  ]);
  together.groups[0]!.intervals.forEach((sum, i) => {
    const each = apart.groups.map(({ intervals }) => intervals[i]!);
    expect(sum.required).toBe(each.reduce((total, one) => total + one.required!, 0));
    expect(sum.paid).toBeCloseTo(
      each.reduce((total, one) => total + one.paid!, 0),
      9,
    );
    expect(sum.model).toBe('mixed');
    const levels = each.map((one) => one.serviceLevel).filter((level) => level !== null);
    expect(sum.serviceLevel).toBeGreaterThanOrEqual(Math.min(...levels) - 1e-12);
    expect(sum.serviceLevel).toBeLessThanOrEqual(Math.max(...levels) + 1e-12);
  });
  expect(apart.notes).toEqual([]);
  expect(together.notes).toEqual([expect.stringContaining('do not help another')]);
});
