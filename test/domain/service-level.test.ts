import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SERVICE_LEVEL_VARIANTS, serviceLevel } from '../../services/domain/service-level.ts';

test("Cisco's example: 100 offered, 20 abandoned, 10 of them within T, 70 answered within T", () => {
  const counts = {
    offered: 100,
    answered: 80,
    abandoned: 20,
    shortAbandoned: 0,
    answeredInT: 70,
    abandonedInT: 10,
  };
  expect(serviceLevel(counts, 'abandons_ignored')).toBe(70 / 90);
  expect((serviceLevel(counts, 'abandons_ignored')! * 100).toFixed(2)).toBe('77.78');
  expect(serviceLevel(counts, 'abandons_negative')).toBe(0.7);
  expect(serviceLevel(counts, 'abandons_positive')).toBe(0.8);
  expect(serviceLevel(counts, 'answered_only')).toBe(0.875);
});

test('standard leaves out short abandons, flow-outs and callbacks', () => {
  // 10 of the 100 offered flowed out or asked to be called back.
  const counts = {
    offered: 100,
    answered: 75,
    abandoned: 15,
    shortAbandoned: 10,
    answeredInT: 60,
    abandonedInT: 12,
  };
  expect(serviceLevel(counts, 'standard')).toBe(60 / 80);
});

test('nothing to count is no service level, not a bad or a perfect one', () => {
  const none = { offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0, answeredInT: 0, abandonedInT: 0 };
  for (const variant of SERVICE_LEVEL_VARIANTS) expect(serviceLevel(none, variant)).toBeNull();

  const onlyShort = { ...none, offered: 3, abandoned: 3, shortAbandoned: 3, abandonedInT: 3 };
  expect(serviceLevel(onlyShort, 'standard')).toBeNull();
  expect(serviceLevel(onlyShort, 'abandons_ignored')).toBeNull();
  expect(serviceLevel(onlyShort, 'abandons_negative')).toBe(0);
  expect(serviceLevel(onlyShort, 'abandons_positive')).toBe(1);
});

test('every variant lies between 0 and 1, and none is kinder to abandons than its name says', () => {
  const count = fc.nat(1000);
  const possible = fc
    .record({ inT: count, late: count, short: count, abandonedInT: count, abandonedLate: count, left: count })
    .map(({ inT, late, short, abandonedInT, abandonedLate, left }) => ({
      offered: inT + late + short + abandonedInT + abandonedLate + left,
      answered: inT + late,
      abandoned: short + abandonedInT + abandonedLate,
      shortAbandoned: short,
      answeredInT: inT,
      abandonedInT: short + abandonedInT,
    }));
  fc.assert(
    fc.property(possible, (counts) => {
      for (const variant of SERVICE_LEVEL_VARIANTS) {
        const level = serviceLevel(counts, variant);
        if (level === null) continue;
        expect(level).toBeGreaterThanOrEqual(0);
        expect(level).toBeLessThanOrEqual(1);
      }
      const negative = serviceLevel(counts, 'abandons_negative') ?? 0;
      expect(serviceLevel(counts, 'abandons_ignored') ?? 1).toBeGreaterThanOrEqual(negative);
      expect(serviceLevel(counts, 'abandons_positive') ?? 1).toBeGreaterThanOrEqual(negative);
      expect(serviceLevel(counts, 'standard') ?? 1).toBeGreaterThanOrEqual(negative);
      expect(serviceLevel(counts, 'answered_only') ?? 1).toBeGreaterThanOrEqual(negative);
    }),
    { numRuns: 1000 },
  );
});
