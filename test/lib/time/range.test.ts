import { describe, expect, it } from 'vitest';
import { isZone, parseInstant } from '../../../services/lib/time/range.ts';

const NOW = Date.parse('2024-03-31T10:20:30Z');
const parse = (text: string, zone = 'UTC', round: 'down' | 'up' = 'down') => {
  const at = parseInstant(text, zone, NOW, round);
  return at === null ? null : new Date(at).toISOString();
};

describe('an instant of a query', () => {
  it.each([
    ['1711880430000', '2024-03-31T10:20:30.000Z'],
    ['2024-01-15T10:00:00+02:00', '2024-01-15T08:00:00.000Z'],
    ['2024-01-15', '2024-01-15T00:00:00.000Z'],
    ['now', '2024-03-31T10:20:30.000Z'],
    ['now-6h', '2024-03-31T04:20:30.000Z'],
    ['now-1mo', '2024-02-29T10:20:30.000Z'],
    ['now/d', '2024-03-31T00:00:00.000Z'],
    ['now-1d/d', '2024-03-30T00:00:00.000Z'],
    ['now/w', '2024-03-25T00:00:00.000Z'],
    ['now+90m', '2024-03-31T11:50:30.000Z'],
  ])('%s is %s', (text, expected) => expect(parse(text)).toBe(expected));

  it('rounds up to the end of the unit where it is the end of a range', () => {
    expect(parse('now/d', 'UTC', 'up')).toBe('2024-04-01T00:00:00.000Z');
  });

  it('counts days in the zone: this one has 23 hours in Berlin', () => {
    expect(parse('now/d', 'Europe/Berlin')).toBe('2024-03-30T23:00:00.000Z');
    expect(parse('now/d', 'Europe/Berlin', 'up')).toBe('2024-03-31T22:00:00.000Z');
    expect(parse('2024-03-31T12:00', 'Europe/Berlin')).toBe('2024-03-31T10:00:00.000Z');
  });

  it('ends a day at midnight, also one that begins at one o’clock as midnight is left out', () => {
    const noon = Date.parse('2026-09-06T12:00:00-03:00');
    expect(parseInstant('now/d', 'America/Santiago', noon, 'up')).toBe(
      Date.parse('2026-09-07T00:00:00-03:00'),
    );
  });

  it.each(['', 'yesterday', 'now-', 'now-6x', 'now/q', '2024-13-01', 'now-6h; DROP TABLE facts'])(
    '%j is none',
    (text) => expect(parse(text)).toBeNull(),
  );
});

describe('a zone', () => {
  it('is a name of the IANA database', () => {
    expect(['Europe/Berlin', 'UTC', 'Asia/Shanghai'].map(isZone)).toEqual([true, true, true]);
    expect(['Berlin/Europe', ''].map(isZone)).toEqual([false, false]);
  });
});
