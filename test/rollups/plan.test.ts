import { describe, expect, it } from 'vitest';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { DAY_MS } from '../../services/rollups/known-days.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';
import { byDays, type PlanInput, planOf } from '../../services/rollups/plan.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const at = (hours: number) => BEGIN + hours * HOUR_MS;
const settled = new Map(Array.from({ length: 24 }, (_, i) => [at(i), 100]));

function plan(input: Partial<PlanInput> & { from: number; to: number }) {
  const { hours, raw, facts } = planOf({
    overBy: at(1_000),
    starts: [input.from],
    settled,
    dirty: new Set(),
    readAnew: 0,
    ...input,
  });
  const inHours = (ms: number) => (ms - BEGIN) / HOUR_MS;
  return { hours: hours.map(inHours), raw: raw.map(({ from, to }) => [inHours(from), inHours(to)]), facts };
}

describe('the plan of a question', () => {
  it('takes from roll-ups the hours that lie in the range whole, and its edges from facts', () => {
    expect(plan({ from: at(1), to: at(3) })).toEqual({ hours: [1, 2], raw: [], facts: 200 });
    expect(plan({ from: at(0.5), to: at(3.25) })).toEqual({
      hours: [1, 2],
      raw: [
        [0.5, 1],
        [3, 3.25],
      ],
      facts: 200,
    });
    expect(plan({ from: at(1.2), to: at(1.9) })).toEqual({ hours: [], raw: [[1.2, 1.9]], facts: 0 });
  });

  it('takes no hour that is not rolled up, or that is not over', () => {
    expect(plan({ from: at(22), to: at(26) })).toMatchObject({ hours: [22, 23], raw: [[24, 26]] });
    expect(plan({ from: at(0), to: at(4), overBy: at(2.5) })).toMatchObject({ hours: [0, 1], raw: [[2, 4]] });
    const gap = new Map([...settled].filter(([hour]) => hour !== at(2)));
    expect(plan({ from: at(0), to: at(4), settled: gap })).toEqual({
      hours: [0, 1, 3],
      raw: [[2, 3]],
      facts: 300,
    });
  });

  it('takes no hour that a bucket begins in, but those that one begins with', () => {
    expect(plan({ from: at(0), to: at(4), starts: [at(0), at(1.5), at(3)] })).toMatchObject({
      hours: [0, 2, 3],
      raw: [[1, 2]],
    });
  });

  it.each([
    // Days begin at 18:30 and 18:15 UTC: the hour in which they do is read as facts.
    ['Asia/Kolkata', '1d', 18],
    ['Asia/Kathmandu', '1d', 18],
    ['Europe/Berlin', '1d', null],
  ] as const)('of days in %s is cut where these begin', (zone, interval, cut) => {
    const starts = bucketStarts(at(0), at(24), interval, zone, 100);
    const { hours } = plan({ from: at(0), to: at(24), starts });
    expect(hours).toEqual(Array.from({ length: 24 }, (_, i) => i).filter((hour) => hour !== cut));
  });

  it('takes hours that a bucket cuts where it is told apart what lies before and after', () => {
    const starts = [at(0), at(1.5), at(2.75), at(3.1)];
    expect(plan({ from: at(0), to: at(5), starts, finestMs: HOUR_MS / 4 }).hours).toEqual([0, 1, 2, 4]);
  });

  it('reads hours that have changed since anew, the newest first, for as long as they are few facts', () => {
    const dirty = new Set([at(1), at(3), at(5), at(30)]);
    expect(plan({ from: at(0), to: at(6), dirty, readAnew: 200 })).toMatchObject({
      hours: [0, 1, 2, 4],
      raw: [
        [3, 4],
        [5, 6],
      ],
    });
    expect(plan({ from: at(0), to: at(6), dirty, readAnew: 99 }).hours).toEqual([0, 1, 2, 3, 4, 5]);
    expect(plan({ from: at(0), to: at(6), dirty, readAnew: 300 }).hours).toEqual([0, 2, 4]);
  });

  it('covers the range once, whatever is rolled up', () => {
    for (let seed = 0; seed < 200; seed++) {
      const some = new Map([...settled].filter((_, i) => ((seed * 2654435761) >> i) & 1));
      const from = at(((seed * 7) % 50) / 10);
      const to = at(10 + ((seed * 13) % 99) / 10);
      const { hours, raw } = plan({ from, to, settled: some });
      const pieces = [...hours.map((hour) => [hour, hour + 1]), ...raw].sort((a, b) => a[0]! - b[0]!);
      expect(pieces[0]![0]).toBeCloseTo((from - BEGIN) / HOUR_MS);
      expect(pieces.at(-1)![1]).toBeCloseTo((to - BEGIN) / HOUR_MS);
      for (let i = 1; i < pieces.length; i++) expect(pieces[i]![0]).toBeCloseTo(pieces[i - 1]![1]!);
    }
  });
});

describe('the rows of hours', () => {
  const threeDays = Array.from({ length: 72 }, (_, i) => at(i));
  const rows = (hours: number[], starts: number[] = [at(-5)], there = [at(0), at(24), at(48)]) => {
    const found = byDays(hours, starts, { has: (day) => there.includes(day) });
    return { days: found.days.map((day) => (day - BEGIN) / DAY_MS), hours: found.hours.length };
  };

  it('are of days where every hour of one is asked for and it is there', () => {
    expect(rows(threeDays)).toEqual({ days: [0, 1, 2], hours: 0 });
    expect(rows(threeDays.slice(1, -1))).toEqual({ days: [1], hours: 46 });
    expect(rows(threeDays.filter((hour) => hour !== at(30)))).toEqual({ days: [0, 2], hours: 23 });
    expect(rows(threeDays, [at(0)], [at(24)])).toEqual({ days: [1], hours: 48 });
    expect(rows([])).toEqual({ days: [], hours: 0 });
  });

  it('are of hours where a bucket begins within the day, and of days where one begins with it', () => {
    expect(rows(threeDays, [at(0), at(24), at(48)])).toEqual({ days: [0, 1, 2], hours: 0 });
    expect(rows(threeDays, [at(0), at(24.25), at(71)])).toEqual({ days: [0], hours: 48 });
  });
});
