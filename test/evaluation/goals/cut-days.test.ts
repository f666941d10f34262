import { describe, expect, it } from 'vitest';
import { cutDaysOf, placeIn, weekBegins } from '../../../services/evaluation/goals/cut-days.ts';

const BERLIN = 'Europe/Berlin';

describe('the days of the past eight weeks', () => {
  /** Noon of a Thursday; the clocks were set forward on Sunday, 29 March. */
  const NOW = Date.parse('2026-04-02T12:00:00+02:00');
  const days = cutDaysOf(NOW, BERLIN);

  it('are whole weeks that end with yesterday, and begin on the weekday of today', () => {
    expect(days.begins).toHaveLength(56);
    expect(new Date(days.begins[0]!).toISOString()).toBe('2026-02-04T23:00:00.000Z');
    expect(new Date(days.to).toISOString()).toBe('2026-04-01T22:00:00.000Z');
    expect(weekBegins(days)).toHaveLength(8);
  });

  it('are cut at this time of day on the clocks of each', () => {
    const cut = (date: string) => days.partAt.get(Date.parse(date));
    expect(cut('2026-03-28T12:00:00+01:00')).toEqual({ day: 51, side: 'after' });
    expect(cut('2026-03-29T00:00:00+01:00')).toEqual({ day: 52, side: 'before' });
    expect(cut('2026-03-29T12:00:00+02:00')).toEqual({ day: 52, side: 'after' });
    expect(days.starts).toHaveLength(112);
    expect([...days.starts].sort((a, b) => a - b)).toEqual(days.starts);
  });

  it('begin at midnight, also where today begins at one o’clock as midnight is left out', () => {
    const { begins, starts } = cutDaysOf(Date.parse('2026-09-06T12:00:00-03:00'), 'America/Santiago');
    expect(begins.at(-1)).toBe(Date.parse('2026-09-05T00:00:00-04:00'));
    expect([...starts].sort((a, b) => a - b)).toEqual(starts);
  });

  it('are not cut at midnight', () => {
    const { starts, begins, partAt } = cutDaysOf(Date.parse('2026-04-02T00:00:00+02:00'), BERLIN);
    expect(starts).toEqual(begins);
    expect(new Set([...partAt.values()].map(({ side }) => side))).toEqual(new Set(['after']));
  });

  it('lie around today in a period, also where the clocks are set', () => {
    const march = {
      from: Date.parse('2026-03-01T00:00:00+01:00'),
      to: Date.parse('2026-04-01T00:00:00+02:00'),
    };
    const at = (date: string) => placeIn(march, Date.parse(date), BERLIN);
    expect(at('2026-03-01T00:00:00+01:00')).toEqual({ passed: 0, ahead: 30 });
    expect(at('2026-03-29T12:00:00+02:00')).toEqual({ passed: 28, ahead: 2 });
    expect(at('2026-03-31T23:59:00+02:00')).toEqual({ passed: 30, ahead: 0 });
  });
});
