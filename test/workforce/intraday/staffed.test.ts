import { describe, expect, test } from 'vitest';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import { agentsFor } from '../../../services/domain/erlang/staffing.ts';
import type { StaffingTerms } from '../../../services/domain/intraday/service-level.ts';
import { runningDay } from '../../../services/workforce/intraday/running-day.ts';
import type { RunningSeries } from '../../../services/workforce/intraday/series.ts';
import { mendOf, missedIn, staffedSeries } from '../../../services/workforce/intraday/staffed.ts';
import type { SeriesName, StaffingOf } from '../../../services/workforce/intraday/staffing-port.ts';

const MIDNIGHT = Date.UTC(2026, 2, 5);
const DAY = runningDay(MIDNIGHT, null, '1h', 'UTC');
const TERMS: StaffingTerms = {
  goal: { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 1 },
  patienceMs: null,
  concurrency: 1,
};

/** A series on a day of which nothing has come yet, as many contacts in each hour. */
function series(queue: string, channel: string, contacts: number, ahtMs: number): RunningSeries {
  const each = <T>(value: T) => DAY.intervals.map(() => value);
  const forecast = each(contacts);
  return {
    queue,
    channel,
    today: {
      date: DAY.date,
      weekday: 4,
      starts: DAY.intervals.map(({ from }) => from),
      places: DAY.intervals.map((_, i) => i),
      forecast,
      lower80: forecast,
      upper80: forecast,
      lower95: forecast,
      upper95: forecast,
      aht: each(ahtMs),
      actual: each(null),
      made: MIDNIGHT,
      special: null,
    },
    actuals: { contacts: each(null), serviceLevel: each(null) },
    anew: {
      factor: 1,
      deviation: 0,
      intervals: each({ reforecast: contacts, lower80: contacts, upper80: contacts }),
    },
  };
}

/** So many agents planned all day, who give so much of their time to each series. */
function staff(all: RunningSeries[], agents: number, share: (name: SeriesName) => number, of: StaffingOf) {
  const people = Array.from({ length: agents }, (_, i) => ({ agent: `a${i}`, team: 't', presence: 1 }));
  return staffedSeries(
    all,
    DAY,
    of,
    {
      scheduled: DAY.intervals.map(() => people),
      present: DAY.intervals.map(({ from }) => (from > DAY.now ? null : people)),
      planned: people,
    },
    { of: (_, name) => share(name) },
  );
}

const plain: StaffingOf = () => ({
  terms: TERMS,
  ahtMs: null,
  required: (load) => agentsFor(load, TERMS.goal).agents,
  isOpen: () => true,
});

describe('people of a queue', () => {
  test('who serve two queues by halves are half the heads of each, and one pool to expect from', () => {
    const two = [series('a', 'voice', 100, 180_000), series('b', 'voice', 100, 180_000)];
    const staffed = staff(two, 13, () => 0.5, plain);
    // 200 calls an hour of 3 min: 10 erlangs, as METRICS.md reckons it.
    const { serviceLevel } = erlangC({ calls: 200, intervalMs: 3_600_000, ahtMs: 180_000 }, 13, 20_000);
    for (const { intervals } of staffed) {
      expect(intervals[5]).toMatchObject({ scheduled: 6.5, present: null, missing: 1 });
      // Fourteen for both, of which each is half the work; by themselves they would need eight and eight.
      expect(intervals[5]!.required).toBeCloseTo(7, 9);
      expect(intervals[5]!.expected).toBeCloseTo(serviceLevel, 9);
      expect(intervals[0]).toMatchObject({ present: 6.5 });
    }
    expect(staffed.flatMap(mendOf).map(({ queue, from, to, agents }) => [queue, to - from, agents])).toEqual([
      ['a', 24 * 3_600_000, 1],
      ['b', 24 * 3_600_000, 1],
    ]);
    expect(missedIn(staffed[0]!)).toHaveLength(1);
  });

  test('who chat with two at once have twice as many places', () => {
    const chats: StaffingOf = () => ({
      terms: { ...TERMS, concurrency: 2 },
      ahtMs: 360_000,
      required: () => 5,
      isOpen: () => true,
    });
    const [only] = staff([series('a', 'chat', 100, 1)], 7, () => 1, chats);
    const { serviceLevel } = erlangC({ calls: 100, intervalMs: 3_600_000, ahtMs: 360_000 }, 14, 20_000);
    expect(only!.intervals[5]!.expected).toBeCloseTo(serviceLevel, 9);
  });

  test('are not told of where contacts can wait, nor expected of where nobody is planned', () => {
    const mail = staff(
      [series('a', 'email', 100, 180_000)],
      5,
      () => 1,
      () => null,
    );
    expect(mail[0]!.intervals[5]).toMatchObject({
      required: null,
      scheduled: null,
      expected: null,
      missing: 0,
    });
    expect(missedIn(mail[0]!)).toEqual([]);
    const others = staff([series('a', 'voice', 100, 180_000)], 5, () => 0, plain);
    expect(others[0]!.intervals[5]).toMatchObject({
      required: agentsFor({ calls: 100, intervalMs: 3_600_000, ahtMs: 180_000 }, TERMS.goal).agents,
      scheduled: null,
      expected: null,
      missing: 0,
    });
  });

  test('are not needed out of hours for a contact that hardly ever comes', () => {
    const closed: StaffingOf = () => ({ terms: TERMS, ahtMs: null, required: () => 1, isOpen: () => false });
    const at = (contacts: number) =>
      staff([series('a', 'voice', contacts, 180_000)], 0, () => 1, closed)[0]!.intervals[5]!.required;
    expect([at(0.4), at(0.6)]).toEqual([0, 1]);
  });
});
