import { relativeDifference, verdictOf } from '../../../services/evaluation/compare/verdict.ts';
import { tell } from '../../../services/evaluation/compare/words.ts';
import { findMetric } from '../../../services/metrics/catalogue/index.ts';
import type { Problem } from './fake-workforce.ts';

const DAY = 86_400_000;

type Side = readonly [value: number, n: number];

/** Metric, before, by how much, interval, adjusted p. */
const found: readonly (readonly [string, Side, number, readonly [number, number] | null, number | null])[] = [
  ['aht', [412_000, 5_210], -80_000, [-105_000, -55_000], 0.0001],
  ['abandonment_rate', [0.08, 6_400], 0.021, [0.009, 0.033], 0.004],
  ['service_level', [0.78, 6_100], -0.012, [-0.035, 0.011], 1],
  ['csat', [0.84, 310], 0.02, [-0.04, 0.08], 1],
  ['fcr', [0.7, 3], 0.1, null, null],
];

/** Answers `GET /api/v1/compare` by the shapes of the API, in English. */
export function compareAnswer(query: URLSearchParams, now: number): unknown {
  if (query.has('change') && query.has('a')) {
    const message = 'give either a and b, or change, or from and to (of two groups)';
    return { status: 400, faults: [{ path: 'a', message }] } satisfies Problem;
  }
  const at = (days: number) => new Date(now - days * DAY).toISOString();
  const rows = found.map(([id, [value, n], difference, limits, p]) => {
    const metric = findMetric(id)!;
    const interval = limits && { lower: limits[0], upper: limits[1] };
    const a = { value, n, interval: null };
    const b = { value: value + difference, n: n + 100, interval: null };
    const significant = p !== null && p <= 0.05;
    const row = { metric, a, b, difference, interval, p, pAdjusted: p, significant };
    const verdict = verdictOf(row);
    return {
      ...row,
      metric: id,
      p_adjusted: p,
      verdict,
      relative: relativeDifference(row),
      told: tell(row, verdict, 'en'),
    };
  });
  return {
    meta: {
      change: query.get('change'),
      a: { from: at(56), to: at(28) },
      b: { from: at(28), to: at(0) },
    },
    rows,
    notes: [
      { metric: '', text: 'special days in one period only: 1 May' },
      { metric: 'fcr', text: 'a and b: too few cases to tell anything' },
    ],
  };
}

/** Answers `GET /api/v1/compare/course` with handle times. */
export const courseAnswer = (now: number): unknown => ({
  meta: { from: new Date(now - 56 * DAY).toISOString(), to: new Date(now).toISOString() },
  rows: Array.from({ length: 56 }, (_, day) => ({
    bucket: new Date(now - (56 - day) * DAY).toISOString(),
    metric: 'aht',
    ms: 412_000 + 20_000 * Math.sin(day) - (day < 28 ? 0 : 80_000),
  })),
});
