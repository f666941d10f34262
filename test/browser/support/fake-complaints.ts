import { complaintsView } from '../../../services/evaluation/complaints/view.ts';

const DAY = 86_400_000;

/** From the commonest reason on: how many complained, and in the period before. */
const REASONS: readonly (readonly [id: string, title: string, n: number, previous: number])[] = [
  ['late', 'Late delivery', 148, 92],
  ['wrong', 'Wrong invoice', 71, 80],
  ['rude', 'Tone', 22, 19],
  ['lost', 'Lost parcel', 4, 0],
];

/** Answers `GET /api/v1/complaints` for four weeks up to now. */
export function complaintsAnswer(now: number): unknown {
  const to = now - (now % DAY);
  const from = to - 28 * DAY;
  const starts = Array.from({ length: 28 }, (_, day) => from + day * DAY);
  const all = REASONS.reduce((sum, [, , n]) => sum + n, 0);
  const duration = (minutes: number, n: number) => ({
    mean: 1.6 * minutes * 60_000,
    p50: minutes * 60_000,
    n,
  });
  let sum = 0;
  const reasons = REASONS.map(([id, , n, previous], i) => {
    sum += n;
    const difference = (n - previous) / 28;
    const p = i === 0 ? 0.0003 : 0.4;
    return {
      ...{ id, n, previous, share: n / all, cumulative: sum / all },
      change: {
        ...{ perDay: difference, relative: previous === 0 ? null : (n - previous) / previous },
        interval: { lower: difference - 1, upper: difference + 1 },
        ...{ test: 'poisson_score' as const, statistic: 3.6, p, pAdjusted: p, significant: p < 0.05 },
      },
      times: { first_response: duration(14 + 9 * i, n), resolution: duration(600 - 90 * i, n - 2) },
    };
  });
  const counts = starts.flatMap((bucket, day) => [
    { bucket, reason: '', n: 9 + (day % 4) },
    ...REASONS.map(([reason, , n], i) => ({
      bucket,
      reason,
      n: Math.round((n / 28) * (1 + ((day + i) % 3) / 3)),
    })),
  ]);
  return complaintsView(
    {
      ...{ total: 231, rate: 0.041, previous: { total: 180, rate: 0.034 }, change: reasons[0]!.change },
      times: { first_response: duration(19, 240), resolution: duration(540, 228) },
      reasons,
      repeat: { complainers: 402, customers: 37, complaints: 91 },
      counts,
    },
    {
      ...{ from, to, now, starts, filters: {}, previous: { from: from - 28 * DAY, to: from } },
      complaints: { reasons: REASONS.map(([id, title]) => ({ id, title, tags: [id] })) },
    },
    'UTC',
  );
}
