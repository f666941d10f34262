import { describe, expect, it } from 'vitest';
import { monthDayEffect } from '../../../services/domain/forecast/month-days.ts';
import { shiftsOf } from '../../../services/domain/forecast/shifts.ts';
import { trendOf } from '../../../services/domain/forecast/trend.ts';
import { createRandom, normal } from './synthetic.ts';

const random = createRandom(3);
const noisy = (days: number, level: (day: number) => number, sigma = 0.08) =>
  Float64Array.from({ length: days }, (_, day) => level(day) + sigma * normal(random));

describe('a shift of the level', () => {
  it.each([100, 200, 250])('is found on its day, %i', (day) => {
    const [found, ...more] = shiftsOf(noisy(365, (at) => (at < day ? 0 : 0.5)));
    expect(Math.abs(found! - day)).toBeLessThanOrEqual(2);
    expect(more).toEqual([]);
  });

  it('is found twice, up and down', () => {
    const found = shiftsOf(noisy(365, (at) => (at < 120 || at >= 220 ? 0 : 0.5)));
    expect(found).toHaveLength(2);
    expect(Math.abs(found[0]! - 120)).toBeLessThanOrEqual(2);
    expect(Math.abs(found[1]! - 220)).toBeLessThanOrEqual(2);
  });

  it('is found two weeks after it', () => {
    const found = shiftsOf(noisy(120, (at) => (at < 106 ? 0 : 0.5)));
    expect(found).toHaveLength(1);
    expect(Math.abs(found[0]! - 106)).toBeLessThanOrEqual(2);
  });

  it('is not found in a hundred clean years, nor in growth, seasons and a wild week', () => {
    for (let run = 0; run < 100; run++) expect(shiftsOf(noisy(365, () => 0, 0.15))).toEqual([]);
    for (let run = 0; run < 20; run++) expect(shiftsOf(noisy(365, (at) => at * 0.004))).toEqual([]);
    expect(shiftsOf(noisy(365, (at) => 0.4 * Math.sin((at / 365) * 2 * Math.PI)))).toEqual([]);
    expect(shiftsOf(noisy(365, (at) => (at >= 140 && at < 147 ? 1 : 0)))).toEqual([]);
  });

  it('needs some weeks to be one', () => {
    expect(shiftsOf(noisy(30, (at) => (at < 20 ? 0 : 1)))).toEqual([]);
  });
});

describe('a trend', () => {
  it('is the change a day', () => {
    expect(
      trendOf(
        noisy(120, (at) => at * 0.004, 0.001),
        0,
      ),
    ).toBeCloseTo(0.004, 4);
  });

  it('is none where weeks scatter as much as they rise', () => {
    expect(
      trendOf(
        noisy(120, (at) => at * 0.0005, 0.3),
        0,
      ),
    ).toBe(0);
  });

  it('is none on a new level that is not old enough to tell', () => {
    expect(
      trendOf(
        noisy(120, (at) => at * 0.004, 0.001),
        90,
      ),
    ).toBe(0);
  });
});

describe('days of the month', () => {
  const months = 12;
  function ratiosOf(effect: (monthDay: number, month: number) => number) {
    const days = Array.from({ length: months * 30 }, (_, i) => ({
      monthDay: (i % 30) + 1,
      month: Math.floor(i / 30),
    }));
    return {
      log: Float64Array.from(days, ({ monthDay, month }) => effect(monthDay, month)),
      weight: new Float64Array(days.length).fill(1),
      monthDays: Uint8Array.from(days, ({ monthDay }) => monthDay),
      months: Int32Array.from(days, ({ month }) => month),
    };
  }
  const flat = new Float64Array(months * 30);

  it('have the effect that every month shows, smoothed over their neighbours', () => {
    const effect = monthDayEffect(
      ratiosOf((day) => (day <= 5 ? 0.4 : 0)),
      flat,
    );
    expect(effect[3]! - effect[20]!).toBeGreaterThan(0.3);
    expect(effect[3]! - effect[20]!).toBeLessThanOrEqual(0.4);
  });

  it('have none where even and odd months contradict each other', () => {
    const effect = monthDayEffect(
      ratiosOf((day, month) => (day <= 5 ? (month % 2 === 0 ? 0.4 : -0.4) : 0)),
      flat,
    );
    for (let day = 1; day <= 31; day++) expect(effect[day]).toBeCloseTo(0, 12);
  });

  it('have little where all is chance', () => {
    const effect = monthDayEffect(
      ratiosOf(() => 0.15 * normal(random)),
      flat,
    );
    expect(Math.max(...effect.map(Math.abs))).toBeLessThan(0.06);
  });
});
