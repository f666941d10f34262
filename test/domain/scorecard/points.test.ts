import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PointsRule, pointsOf } from '../../../services/domain/scorecard/points.ts';

const linear = (floor: number, goal: number, direction: 'at_least' | 'at_most'): PointsRule => ({
  kind: 'linear',
  direction,
  goal,
  floor,
});

describe('points by a line', () => {
  test('are 0 at the floor, 100 at the goal, and clipped beyond both', () => {
    const rule = linear(0.5, 0.9, 'at_least');
    expect([0.5, 0.8, 0.9, 0.2, 1].map((value) => pointsOf(rule, value, null))).toEqual([
      0,
      expect.closeTo(75, 10),
      100,
      0,
      100,
    ]);
  });

  test('fall with the value where less is better', () => {
    const rule = linear(600, 300, 'at_most');
    expect([300, 360, 600, 900, 0].map((value) => pointsOf(rule, value, null))).toEqual([100, 80, 0, 0, 100]);
  });

  test('are all or nothing where floor and goal are one', () => {
    expect([0, 1].map((value) => pointsOf(linear(0, 0, 'at_most'), value, null))).toEqual([100, 0]);
    expect([-1, 0].map((value) => pointsOf(linear(0, 0, 'at_least'), value, null))).toEqual([0, 100]);
  });
});

describe('points by steps', () => {
  test('are those of the best step that is reached, whatever their order', () => {
    const steps = [
      { reach: 0.8, points: 60 },
      { reach: 0.95, points: 100 },
    ];
    for (const listed of [steps, steps.toReversed()]) {
      const rule: PointsRule = { kind: 'steps', direction: 'at_least', goal: null, steps: listed };
      expect([0.79, 0.8, 0.94, 0.95, 1].map((value) => pointsOf(rule, value, null))).toEqual([
        0, 60, 60, 100, 100,
      ]);
    }
  });

  test('are reached from above where less is better', () => {
    const rule: PointsRule = {
      kind: 'steps',
      direction: 'at_most',
      goal: null,
      steps: [
        { reach: 60, points: 100 },
        { reach: 120, points: 50 },
      ],
    };
    expect([60, 61, 120, 121].map((value) => pointsOf(rule, value, null))).toEqual([100, 50, 50, 0]);
  });
});

describe('points among peers', () => {
  const spread = { mean: 10, deviation: 2 };
  const z = (direction: 'at_least' | 'at_most'): PointsRule => ({ kind: 'z', direction, goal: null });

  test('are 50 + 10 z, and clipped', () => {
    expect([10, 12, 7, 30, -5].map((value) => pointsOf(z('at_least'), value, spread))).toEqual([
      50, 60, 35, 100, 0,
    ]);
    expect(pointsOf(z('at_most'), 12, spread)).toBe(40);
  });

  test('are 50 where all peers are alike', () => {
    expect(pointsOf(z('at_least'), 10, { mean: 10, deviation: 0 })).toBe(50);
  });
});

test('a better value never has fewer points, and points lie from 0 to 100', () => {
  const direction = fc.constantFrom('at_least' as const, 'at_most' as const);
  const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const rules = direction.chain((way) =>
    fc.oneof(
      fc.tuple(amount, amount).map(([a, b]) => {
        const [floor, goal] = a < b === (way === 'at_least') ? [a, b] : [b, a];
        return linear(floor, goal, way);
      }),
      fc
        .array(fc.record({ reach: amount, points: fc.integer({ min: 0, max: 100 }) }), { minLength: 1 })
        .map((steps): PointsRule => {
          const points = steps.map((step) => step.points).sort((a, b) => a - b);
          const reach = steps.map((step) => step.reach).sort((a, b) => (way === 'at_least' ? a - b : b - a));
          const rising = reach.map((one, i) => ({ reach: one, points: points[i]! }));
          return { kind: 'steps', direction: way, goal: null, steps: rising };
        }),
      fc.constant<PointsRule>({ kind: 'z', direction: way, goal: null }),
    ),
  );
  const spread = fc.record({ mean: amount, deviation: fc.double({ min: 0, max: 1e6, noNaN: true }) });
  fc.assert(
    fc.property(rules, spread, amount, amount, (rule, among, a, b) => {
      const [worse, better] = a < b === (rule.direction === 'at_least') ? [a, b] : [b, a];
      const points = [worse, better].map((value) => pointsOf(rule, value, among));
      expect(points[0]).toBeLessThanOrEqual(points[1]!);
      for (const one of points) expect(one >= 0 && one <= 100).toBe(true);
    }),
  );
});
