import { describe, expect, it } from 'vitest';
import { daysOf } from '../../services/workforce/days.ts';

const day = (date: string, zone: string, interval: '15m' | '30m' | '1h' = '30m') => {
  const noon = Date.parse(`${date}T12:00:00Z`);
  return daysOf(noon, noon + 1, interval, zone)[0]!;
};

describe('days of a zone', () => {
  it('have 48 half-hours', () => {
    const { weekday, starts, places } = day('2026-11-30', 'Asia/Shanghai');
    expect(weekday).toBe(1);
    expect(starts).toHaveLength(48);
    expect(starts[0]).toBe(Date.parse('2026-11-29T16:00:00Z'));
    expect(places).toEqual(Array.from({ length: 48 }, (_, place) => place));
  });

  it('lack the hour that the clocks skip in spring', () => {
    const { places } = day('2026-03-29', 'Europe/Berlin');
    expect(places).toHaveLength(46);
    expect(places.slice(2, 6)).toEqual([2, 3, 6, 7]);
  });

  it('have the hour twice that the clocks repeat in autumn', () => {
    const { places } = day('2026-10-25', 'Europe/Berlin');
    expect(places).toHaveLength(50);
    expect(places.slice(3, 9)).toEqual([3, 4, 5, 4, 5, 6]);
  });

  it('begin late where the clocks skip midnight', () => {
    const { starts, places } = day('2024-09-08', 'America/Santiago', '1h');
    expect(starts).toHaveLength(23);
    expect(places).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
  });

  it('are longer by half an hour where the clocks move by half an hour', () => {
    expect(day('2026-04-05', 'Australia/Lord_Howe').places).toHaveLength(49);
    expect(day('2026-10-04', 'Australia/Lord_Howe').places).toHaveLength(47);
    expect(day('2026-10-04', 'Australia/Lord_Howe', '1h').places).toHaveLength(24);
  });
});
