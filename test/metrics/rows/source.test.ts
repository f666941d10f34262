import { describe, expect, it } from 'vitest';
import { bucketSql, widthOf } from '../../../services/metrics/rows/source.ts';

const DAY = 86_400_000;
const day = (n: number) => n * DAY;

describe('buckets of one length', () => {
  it('are told by a division', () => {
    expect(widthOf({ starts: [day(0), day(1), day(2)], to: day(3) })).toBe(DAY);
    expect(bucketSql('t', { starts: [day(0), day(1)], to: day(2) }).params).toEqual({ first: 0, width: DAY });
  });

  it('may have a last one that the range cuts short', () => {
    expect(widthOf({ starts: [day(0), day(1)], to: day(1) + 1 })).toBe(DAY);
  });
});

describe('buckets of different lengths', () => {
  it('are looked up', () => {
    expect(widthOf({ starts: [day(0), day(1), day(3)], to: day(4) })).toBeNull();
    expect(bucketSql('t', { starts: [day(0), day(1), day(3)], to: day(4) }).params).toEqual({
      starts: [day(0), day(1), day(3)],
    });
  });

  it('are such, too, where only the last is longer: March after February, the day on which clocks are put back', () => {
    const [february, march, april] = [Date.UTC(2024, 1, 1), Date.UTC(2024, 2, 1), Date.UTC(2024, 3, 1)];
    expect(widthOf({ starts: [february, march], to: april })).toBeNull();
    expect(widthOf({ starts: [day(0), day(1)], to: day(2) + DAY / 24 })).toBeNull();
  });
});

it('one bucket has no length: it is the range', () => {
  expect(widthOf({ starts: [day(0)], to: day(9) })).toBeNull();
});
