import { expect, test } from 'vitest';
import type { Waits } from '../../../services/domain/staffing/kaplan-meier.ts';
import { patienceOf } from '../../../services/domain/staffing/patience.ts';
import { createRandom } from '../erlang/queue-simulation.ts';

const MINUTE_MS = 60_000;

test('all the time waited, by all, over the number of those who gave up', () => {
  // 25 gave up after a minute, 75 were answered after two: 175 minutes, 25 times.
  const patience = patienceOf([
    { ms: MINUTE_MS, abandoned: 25, censored: 0 },
    { ms: 2 * MINUTE_MS, abandoned: 0, censored: 75 },
  ])!;
  expect(patience.meanMs).toBe(7 * MINUTE_MS);
  expect(patience).toMatchObject({ contacts: 100, abandoned: 25, medianMs: null });
  // exp(1.96 / 5) is 1.48.
  expect(patience.lower95Ms / MINUTE_MS).toBeCloseTo(7 / 1.48, 2);
  expect(patience.upper95Ms / MINUTE_MS).toBeCloseTo(7 * 1.48, 2);
  // Three quarters are still there after a minute: 1 + 0.75.
  expect(patience.restrictedMeanMs).toBe(1.75 * MINUTE_MS);
  expect(patience.restrictedToMs).toBe(2 * MINUTE_MS);
});

test('the answered count: without them patience would look far shorter', () => {
  const gaveUp = { ms: 30_000, abandoned: 40, censored: 0 };
  const answered = { ms: 20_000, abandoned: 0, censored: 960 };
  expect(patienceOf([gaveUp])!.meanMs).toBe(30_000);
  expect(patienceOf([gaveUp, answered])!.meanMs).toBe((40 * 30_000 + 960 * 20_000) / 40);
});

test('contacts that did not wait say nothing about patience', () => {
  const gaveUp = { ms: 30_000, abandoned: 40, censored: 0 };
  const atOnce = { ms: 0, abandoned: 0, censored: 10_000 };
  expect(patienceOf([gaveUp, atOnce])!.meanMs).toBe(patienceOf([gaveUp])!.meanMs);
});

test('fewer than 20 who gave up say too little', () => {
  const waits = (abandoned: number) => [{ ms: MINUTE_MS, abandoned, censored: 500 }];
  expect(patienceOf(waits(19))).toBeNull();
  expect(patienceOf(waits(20))).not.toBeNull();
  expect(patienceOf([{ ms: 0, abandoned: 30, censored: 0 }])).toBeNull();
  expect(patienceOf([])).toBeNull();
});

test.each([
  [30_000, 1],
  [120_000, 2],
  [400_000, 3],
])('an exponential patience is found again where waits of up to %i ms are offered', (longestOffer, seed) => {
  const mean = 3 * MINUTE_MS;
  const random = createRandom(seed);
  const waits = Array.from({ length: 5_000 }, (): Waits => {
    const patience = -mean * Math.log(1 - random());
    const offered = longestOffer * random();
    const abandoned = patience < offered ? 1 : 0;
    return { ms: Math.min(patience, offered), abandoned, censored: 1 - abandoned };
  });
  const { lower95Ms, meanMs, upper95Ms, curve } = patienceOf(waits)!;
  expect(upper95Ms / lower95Ms).toBeLessThan(1.3);
  expect(lower95Ms < mean && mean < upper95Ms, `${meanMs}`).toBe(true);
  for (const { ms, survival, lower95, upper95 } of curve) {
    // Twice the interval: it holds at one point, not at thousands at once.
    const truth = Math.exp(-ms / mean);
    expect(truth).toBeGreaterThan(survival - 2 * (survival - lower95) - 0.002);
    expect(truth).toBeLessThan(survival + 2 * (upper95 - survival) + 0.002);
  }
});
