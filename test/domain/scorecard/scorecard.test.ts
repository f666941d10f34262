import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonOf } from '../../../services/domain/scorecard/comparison.ts';
import { type CardInput, cardsOf, type MetricInput } from '../../../services/domain/scorecard/scorecard.ts';
import { ANN, BEA, CEM } from './hand-reckoned.ts';

const by = (list: readonly { id: string }[]) => Object.fromEntries(list.map((one) => [one.id, one]));

describe('three agents and five metrics, reckoned by hand', () => {
  const [ann, bea, cem] = cardsOf([ANN, BEA, CEM]);

  test('have these points, shares and scores', () => {
    expect(ann!.metrics.map(({ id, points }) => [id, points && Math.round(points * 1e9) / 1e9])).toEqual([
      ['csat', 75],
      ['aht', 80],
      ['first_response_mean', 75],
      ['sla_attainment', 60],
      ['quality_score', null],
    ]);
    expect(ann!.metrics.map(({ share }) => share)).toEqual([3 / 9, 2 / 9, 2 / 9, 2 / 9, 0]);
    expect(ann!.score).toBeCloseTo(655 / 9, 10);
    expect(bea!.metrics.map(({ share }) => share)).toEqual([0.3, 0.2, 0.2, 0.2, 0.1]);
    expect(bea!.score).toBeCloseTo(74.5, 10);
    expect(cem!.score).toBeNull();
  });

  test('say what is left out, and why', () => {
    const why = (card: typeof ann) => card!.metrics.map(({ leftOut }) => leftOut);
    expect(why(ann)).toEqual([null, null, null, null, 'below_least_volume']);
    expect(why(bea)).toEqual([null, null, null, null, null]);
    expect([ann, bea, cem].map((one) => one!.covered)).toEqual([0.9, 1, 0]);
    expect(why(cem)).toEqual(Array.from({ length: 5 }, () => 'no_data'));
  });

  test('have contributions that add up to the score, and the sum that gave each point', () => {
    for (const card of [ann!, bea!]) {
      const sum = card.metrics.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(card.score!, 10);
    }
    expect(ann!.metrics.map(({ formula }) => formula)).toEqual([
      '100 x (0.8 - 0.5) / (0.9 - 0.5), from 0 to 100',
      '100 x (360000 - 600000) / (300000 - 600000), from 0 to 100',
      '100 x (7200000 - 18000000) / (3600000 - 18000000), from 0 to 100',
      '60 for at least 0.8; 100 for at least 0.95; else 0',
      null,
    ]);
  });

  test('are ranked by their scores where these are known exactly; who has none has no rank', () => {
    expect([ann, bea, cem].map((card) => card!.rank)).toEqual([2, 1, null]);
  });

  test('are told what lifts and lowers them against the median, largest first', () => {
    const { strengths, weaknesses } = comparisonOf(ann!);
    // Medians of two: csat 50, handle time 90, response 87.5, promises 80.
    expect(strengths.map(({ id, effect }) => [id, effect])).toEqual([
      ['csat', expect.closeTo((3 / 9) * 25, 10)],
    ]);
    expect(weaknesses.map(({ id, effect }) => [id, effect])).toEqual([
      ['sla_attainment', expect.closeTo((2 / 9) * -20, 10)],
      ['first_response_mean', expect.closeTo((2 / 9) * -12.5, 10)],
      ['aht', expect.closeTo((2 / 9) * -10, 10)],
    ]);
  });

  test('name no effect and no gain that is 0.0 points when told', () => {
    const rule = { kind: 'linear', direction: 'at_least', goal: 1, floor: 0 } as const;
    const of = (id: string, value: number): CardInput => ({
      id,
      metrics: [{ id: 'm', weight: 1, least: 1, rule, measured: { value, n: 9, interval: null } }],
    });
    const told = (value: number) => comparisonOf(cardsOf([of('a', value), of('b', 0.9), of('c', 0.9)])[0]!);
    expect(told(0.9004)).toMatchObject({ strengths: [], weaknesses: [] });
    expect(told(0.9006).strengths).toHaveLength(1);
    expect(told(0.8994).weaknesses).toHaveLength(1);
    expect(told(0.9996).improvements).toEqual([]);
  });

  test('are told what an improvement would bring', () => {
    const gains = comparisonOf(ann!).improvements.map(({ id, to, value, gain }) => [id, to, value, gain]);
    expect(gains).toEqual([
      ['sla_attainment', 'goal', 0.95, expect.closeTo((2 / 9) * 40, 10)],
      // At the median of 0.95 the better step is reached as well.
      ['sla_attainment', 'peers_median', 0.95, expect.closeTo((2 / 9) * 40, 10)],
      ['csat', 'goal', 0.9, expect.closeTo((3 / 9) * 25, 10)],
      ['first_response_mean', 'goal', 3_600_000, expect.closeTo((2 / 9) * 25, 10)],
      ['aht', 'goal', 300_000, expect.closeTo((2 / 9) * 20, 10)],
      ['first_response_mean', 'peers_median', 5_400_000, expect.closeTo((2 / 9) * 12.5, 10)],
      ['aht', 'peers_median', 330_000, expect.closeTo((2 / 9) * 10, 10)],
    ]);
  });
});

/** A metric whose value is its points, certain to `half` on both sides. */
function metric(
  id: string,
  value: number | null,
  more: Partial<MetricInput> & { half?: number } = {},
): MetricInput {
  const { half, ...rest } = more;
  const interval =
    half === undefined || value === null
      ? null
      : { lower: value - half, upper: value + half, method: 't' as const };
  return {
    id,
    weight: 1,
    least: 0,
    rule: { kind: 'linear', direction: 'at_least', goal: 100, floor: 0 },
    measured: { value, n: 10, interval },
    ...rest,
  };
}
const card = (id: string, ...metrics: MetricInput[]): CardInput => ({ id, metrics });

describe('ranks', () => {
  const ranks = (...inputs: CardInput[]) => cardsOf(inputs).map(({ rank }) => rank);

  test('are shared by equal scores, whatever they are made of, and the next is counted on', () => {
    expect(
      ranks(
        card('a', metric('x', 20), metric('y', 80)),
        card('b', metric('x', 80), metric('y', 20)),
        card('c', metric('x', 40), metric('y', 40)),
      ),
    ).toEqual([1, 1, 3]);
  });

  test('are shared by those whose scores cannot be told apart', () => {
    // Of two scores certain to 5, the difference is certain to the root of 50: 7.07.
    expect(ranks(card('a', metric('x', 60, { half: 5 })), card('b', metric('x', 53, { half: 5 })))).toEqual([
      1, 1,
    ]);
    expect(ranks(card('a', metric('x', 60, { half: 5 })), card('b', metric('x', 52.9, { half: 5 })))).toEqual(
      [1, 2],
    );
  });

  test('have limits of the score that come from those of the metrics, by their shares', () => {
    const [only] = cardsOf([
      card('a', metric('x', 60, { half: 3, weight: 3 }), metric('y', 60, { half: 4 })),
    ]);
    const half = Math.hypot(0.75 * 3, 0.25 * 4);
    expect(only!.interval).toEqual({
      lower: expect.closeTo(60 - half, 10),
      upper: expect.closeTo(60 + half, 10),
    });
  });
});

describe('a z-score', () => {
  const z = { kind: 'z', direction: 'at_least', goal: null } as const;
  const among = (...values: (number | null)[]) =>
    cardsOf(values.map((value, i) => card(`a${i}`, metric('x', value, { rule: z }))));

  test('is of the peers with enough volume: here with mean 30 and deviation 14.14', () => {
    expect(
      among(10, 20, 30, 40, 50, null).map(({ score }) => score && Math.round(score * 100) / 100),
    ).toEqual([35.86, 42.93, 50, 57.07, 64.14, null]);
  });

  test('is left out among fewer than five', () => {
    const cards = among(10, 20, 30, 40, null);
    expect(cards.map(({ metrics }) => metrics[0]!.leftOut)).toEqual([
      ...Array.from({ length: 4 }, () => 'too_few_peers'),
      'no_data',
    ]);
    expect(cards.map(({ score }) => score)).toEqual([null, null, null, null, null]);
  });
});

describe('the distribution of peers', () => {
  test('is shown from five up, without those that have no figure', () => {
    const cards = (count: number) =>
      cardsOf([
        ...Array.from({ length: count }, (_, i) => card(`a${i}`, metric('x', 10 * i))),
        card('none', metric('x', null)),
      ]);
    expect(cards(4)[0]!.peers).toEqual({ n: 4, quartiles: null });
    expect(cards(5)[0]!.peers).toEqual({ n: 5, quartiles: { q1: 10, median: 20, q3: 30 } });
    expect(cards(5)[5]!.metrics[0]!.peers).toMatchObject({ n: 5, quartiles: { median: 20 } });
  });
});

describe('peers', () => {
  test('are those who are measured by the same formula of a metric', () => {
    const one = (id: string, value: number, variant?: string): CardInput => {
      const rule = { kind: 'linear', direction: 'at_most', goal: 1, floor: 10 } as const;
      const measured = { value, n: 9, interval: null };
      return { id, metrics: [{ id: 'wait', variant, weight: 1, least: 5, rule, measured }] };
    };
    const cards = cardsOf([one('ann', 2), one('bea', 4), one('cem', 100, 'business')]);
    expect(cards.map(({ metrics: [wait] }) => [wait!.peers.n, wait!.peers.medianValue])).toEqual([
      [2, 3],
      [2, 3],
      [1, 100],
    ]);
  });
});

describe('any cards', () => {
  const value = fc.option(fc.double({ min: -50, max: 150, noNaN: true }), { nil: null });
  const anyMetric = (id: string) =>
    fc
      .record({
        value,
        n: fc.nat(12),
        weight: fc.double({ min: 0.01, max: 10, noNaN: true }),
        half: fc.option(fc.double({ min: 0, max: 30, noNaN: true }), { nil: undefined }),
      })
      .map(({ value: found, n, weight, half }) => {
        const one = metric(id, found, { weight, least: 5, ...(half === undefined ? {} : { half }) });
        return { ...one, measured: { ...one.measured, n } };
      });
  const inputs = fc
    .array(fc.tuple(anyMetric('x'), anyMetric('y'), anyMetric('z')), { minLength: 1, maxLength: 12 })
    .map((all) => all.map((metrics, i) => card(`a${i}`, ...metrics)));

  test('have shares that sum to 1 or are none, scores from 0 to 100 within their limits', () => {
    fc.assert(
      fc.property(inputs, (all) => {
        for (const { score, interval, metrics } of cardsOf(all)) {
          const shares = metrics.reduce((sum, { share }) => sum + share, 0);
          expect(shares).toBeCloseTo(score === null ? 0 : 1, 9);
          for (const { share, leftOut } of metrics) expect(share === 0).toBe(leftOut !== null);
          if (score === null) continue;
          expect(score >= 0 && score <= 100 + 1e-9).toBe(true);
          if (interval !== null) {
            expect(interval.lower).toBeLessThanOrEqual(score + 1e-9);
            expect(interval.upper).toBeGreaterThanOrEqual(score - 1e-9);
          }
        }
      }),
    );
  });

  test('are the same in any order', () => {
    fc.assert(
      fc.property(inputs, fc.infiniteStream(fc.nat()), (all, numbers) => {
        const shuffled = all
          .map((one) => ({ one, key: numbers.next().value! }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const facts = (cards: CardInput[]) =>
          by(cardsOf(cards).map(({ id, score, rank }) => ({ id, rank, score: score?.toFixed(9) })));
        expect(facts(shuffled)).toEqual(facts(all));
      }),
    );
  });

  test('never rank a better score behind a worse one', () => {
    fc.assert(
      fc.property(inputs, (all) => {
        const ranked = cardsOf(all)
          .filter(({ score }) => score !== null)
          .sort((a, b) => b.score! - a.score!);
        for (const [i, { rank, score }] of ranked.entries()) {
          // Closer than the digits that count: the same score.
          if (i === 0 || ranked[i - 1]!.score! - score! < 1e-8) continue;
          expect(rank).toBeGreaterThanOrEqual(ranked[i - 1]!.rank!);
        }
      }),
    );
  });
});
