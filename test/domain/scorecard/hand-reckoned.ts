import type { CardInput, Measured, MetricInput } from '../../../services/domain/scorecard/scorecard.ts';

const MINUTE = 60_000;

/** Five metrics: of each the weight, the least volume, and how its value becomes points. */
const METRICS = {
  csat: { weight: 3, least: 5, rule: { kind: 'linear', direction: 'at_least', goal: 0.9, floor: 0.5 } },
  aht: {
    weight: 2,
    least: 5,
    rule: { kind: 'linear', direction: 'at_most', goal: 5 * MINUTE, floor: 10 * MINUTE },
  },
  first_response_mean: {
    weight: 2,
    least: 5,
    rule: { kind: 'linear', direction: 'at_most', goal: 60 * MINUTE, floor: 300 * MINUTE },
  },
  sla_attainment: {
    weight: 2,
    least: 5,
    rule: {
      kind: 'steps',
      direction: 'at_least',
      goal: 0.95,
      steps: [
        { reach: 0.8, points: 60 },
        { reach: 0.95, points: 100 },
      ],
    },
  },
  quality_score: {
    weight: 1,
    least: 5,
    rule: { kind: 'linear', direction: 'at_least', goal: 0.9, floor: 0.4 },
  },
} as const satisfies Record<string, Omit<MetricInput, 'id' | 'measured'>>;

type Values = Record<keyof typeof METRICS, [value: number | null, n: number]>;

export function cardInput(id: string, values: Values): CardInput {
  return {
    id,
    metrics: (Object.keys(METRICS) as (keyof typeof METRICS)[]).map((metric) => {
      const [value, n] = values[metric];
      const measured: Measured = { value, n, interval: null };
      return { id: metric, ...METRICS[metric], measured };
    }),
  };
}

/**
 * Three agents. ann: satisfaction 75 x 3, handle time 80 x 2, response 75 x 2, promises 60 x 2 = 655 of 9, as two reviews
 * are too few; bea: 25 x 3 + 100 x 2 + 100 x 2 + 100 x 2 + 70 x 1 = 745 of 10; cem has no data.
 */
export const ANN = cardInput('ann', {
  csat: [0.8, 10],
  aht: [6 * MINUTE, 10],
  first_response_mean: [120 * MINUTE, 10],
  sla_attainment: [0.9, 10],
  quality_score: [1, 2],
});
export const BEA = cardInput('bea', {
  csat: [0.6, 10],
  aht: [5 * MINUTE, 10],
  first_response_mean: [60 * MINUTE, 10],
  sla_attainment: [1, 10],
  quality_score: [0.75, 5],
});
export const CEM = cardInput('cem', {
  csat: [null, 0],
  aht: [null, 0],
  first_response_mean: [null, 0],
  sla_attainment: [null, 0],
  quality_score: [null, 0],
});
