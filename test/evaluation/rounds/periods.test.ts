import { describe, expect, it } from 'vitest';
import type { RoundPeriodName } from '../../../services/domain/rounds/round.ts';
import { roundId, roundPeriod } from '../../../services/evaluation/rounds/periods.ts';

const NOW = Date.parse('2026-08-15T12:00:00Z');

function idAt(name: RoundPeriodName, at: string, zone = 'UTC', now = NOW): string | null {
  const period = roundPeriod(name, at, zone, now);
  return period === null ? null : roundId('team', period);
}

describe('the id of a round', () => {
  it.each<[RoundPeriodName, string]>([
    ['month', 'team-2026-08'],
    ['quarter', 'team-2026-Q3'],
    ['half-year', 'team-2026-H2'],
    ['year', 'team-2026'],
  ])('of a %s names team and period: %s', (name, id) => {
    expect(idAt(name, 'now')).toBe(id);
  });

  it('is of the period on the clocks of the zone', () => {
    const newYear = Date.parse('2025-12-31T23:30:00Z');
    expect(idAt('month', 'now', 'Europe/Berlin', newYear)).toBe('team-2026-01');
    expect(idAt('month', 'now', 'America/New_York', newYear)).toBe('team-2025-12');
  });

  it.each([
    ['-1', 'team-2026-Q2'],
    ['1', 'team-2026-Q4'],
    ['2026-01-31', 'team-2026-Q1'],
    ['2', null],
    ['2027-01-01', null],
    ['2016-09-30', 'team-2016-Q3'],
    ['2016-06-30', null],
    ['0001-01-01', null],
    ['soon', null],
  ])('of %s, seen from August, is %s', (at, id) => {
    expect(idAt('quarter', at)).toBe(id);
  });
});
