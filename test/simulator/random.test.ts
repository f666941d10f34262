import { describe, expect, it } from 'vitest';
import { Random } from '../../services/simulator/random.ts';

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Random', () => {
  it('repeats itself for the same parts and differs for others', () => {
    const first = new Random(7, 'arrivals', 19737);
    const again = new Random(7, 'arrivals', 19737);
    const other = new Random(7, 'arrivals', 19738);
    const values = draw(100, () => first.next());
    expect(draw(100, () => again.next())).toEqual(values);
    expect(draw(100, () => other.next())).not.toEqual(values);
  });

  it('is uniform: each tenth gets its share', () => {
    const random = new Random('uniform');
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) tenths[Math.floor(random.next() * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('draws exponential and lognormal values with the mean that theory gives', () => {
    const random = new Random('means');
    expect(mean(draw(100_000, () => random.exponential(250)))).toBeCloseTo(250, -1);
    const spread = { medianMs: 1_000, sigma: 0.6 };
    expect(mean(draw(100_000, () => random.duration(spread))) / (1_000 * Math.exp(0.18))).toBeCloseTo(1, 1);
  });
});
