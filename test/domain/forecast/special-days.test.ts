import { describe, expect, it } from 'vitest';
import type { SpecialDayKind } from '../../../services/domain/calendar/special-day.ts';
import { forecast } from '../../../services/domain/forecast/forecast.ts';
import { shapesOf } from '../../../services/domain/forecast/special-days.ts';
import { syntheticDays } from './synthetic.ts';

const special = (kind: SpecialDayKind, name = 'Feast') => ({ date: '2026-01-01', name, kind });
const MONDAY = 0;
const SATURDAY = 5;

describe('the shape of a special day', () => {
  // Two intervals a day. Israel's week: Friday (4) is short, Saturday (5) rests.
  const week = Float64Array.from([10, 10, 10, 10, 12, 12, 10, 10, 6, 1, 1, 2, 10, 10]);
  const shapes = shapesOf(week, 2);

  it('is that of the day of rest where all is closed', () => {
    expect([...shapes(special('closed'), MONDAY)]).toEqual([1, 2]);
  });

  it('is that of the day before the rest where work ends early', () => {
    expect([...shapes(special('half'), MONDAY)]).toEqual([6, 1]);
  });

  it('is that of a mean working day where a day of rest is worked', () => {
    // Monday, Tuesday, Thursday and Sunday have 10, Wednesday 12.
    expect([...shapes(special('working'), SATURDAY)]).toEqual([10.4, 10.4]);
    expect([...shapes(special('working'), MONDAY)]).toEqual([10, 10]);
  });

  it('is that of its weekday where a day only has a name, or none', () => {
    expect([...shapes(special('observed'), MONDAY)]).toEqual([10, 10]);
    expect([...shapes(null, SATURDAY)]).toEqual([1, 2]);
  });

  it('does not wake up a quieter day', () => {
    expect([...shapes(special('half'), SATURDAY)]).toEqual([1, 2]);
  });

  it('stops after half of the contacts where no weekday shows how a short day goes', () => {
    const western = Float64Array.from([
      4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect([...shapesOf(western, 4)(special('half'), MONDAY)]).toEqual([4, 4, 0, 0]);
  });
});

describe('a series with special days', () => {
  // Every day of 10 intervals has 20 a working day, 4 on Sunday.
  const usual = ({ weekday }: { weekday: number }) => (weekday === 7 ? 4 : 20);
  const days = (value: Parameters<typeof syntheticDays>[2]) => syntheticDays('2026-01-05', 77, value, 10);
  const total = (values: readonly (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + value!, 0);

  function totalOn(date: string, kinds: Record<string, [SpecialDayKind, string]>, value = usual as never) {
    const all = days(value);
    const split = 70;
    const found = forecast({
      history: all.slice(0, split),
      horizon: all.slice(split),
      perDay: 10,
      special: (day) => (kinds[day] ? { date: day, kind: kinds[day][0], name: kinds[day][1] } : null),
    });
    return total(found.days.find((day) => day.date === date)!.forecast);
  }

  it('expects of a holiday that it has never seen what a Sunday has', () => {
    expect(totalOn('2026-03-18', { '2026-03-18': ['closed', 'Feast'] })).toBeCloseTo(40, 6);
    expect(totalOn('2026-03-18', {})).toBeCloseTo(200, 6);
  });

  it('expects of a working Sunday what a weekday has', () => {
    expect(totalOn('2026-03-22', { '2026-03-22': ['working', 'Moved'] })).toBeCloseTo(200, 6);
  });

  it('learns from days of the same name, half way from one', () => {
    const quiet = (at: { date: string; weekday: number }) => (at.date === '2026-02-04' ? 1 : usual(at));
    const kinds: Record<string, [SpecialDayKind, string]> = {
      '2026-02-04': ['closed', 'Feast'],
      '2026-03-18': ['closed', 'Feast'],
      '2026-03-19': ['closed', 'Another'],
    };
    // A quarter of a Sunday: of one day of a kind a quarter counts, of its name half of what is left.
    const common = Math.log(0.25) / 4;
    expect(totalOn('2026-03-19', kinds, quiet as never)).toBeCloseTo(40 * Math.exp(common), 3);
    expect(totalOn('2026-03-18', kinds, quiet as never)).toBeCloseTo(
      40 * Math.exp((Math.log(0.25) + common) / 2),
      3,
    );
  });

  it('is less sure of special days', () => {
    const all = days((at) => usual(at) * (5 + ((at.index * 7) % 11)));
    const widths = [null, 'half' as const].map((kind) => {
      const found = forecast({
        history: all.slice(0, 70),
        horizon: all.slice(70),
        perDay: 10,
        special: (date) => (kind && date === '2026-03-18' ? { date, kind, name: 'Eve' } : null),
      });
      const day = found.days.find(({ date }) => date === '2026-03-18')!;
      // In the morning both are alike.
      return day.upper80[0]! - day.forecast[0]!;
    });
    expect(widths[1]).toBeGreaterThan(widths[0]!);
  });

  it('learns nothing else from special days', () => {
    const wild = (at: { date: string; weekday: number }) => (at.date === '2026-03-11' ? 500 : usual(at));
    expect(totalOn('2026-03-18', { '2026-03-11': ['closed', 'Feast'] }, wild as never)).toBeCloseTo(200, 6);
  });
});
