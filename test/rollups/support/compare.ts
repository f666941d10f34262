import { expect } from 'vitest';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { type MetricsRequest, queryMetrics } from '../../../services/metrics/query-metrics.ts';
import type { MetricsRow } from '../../../services/metrics/table.ts';
import { type Answered, type Limits, rollupShortcut } from '../../../services/rollups/answer.ts';
import { createKnownHours } from '../../../services/rollups/known-hours.ts';

/** From roll-ups however few facts there are, and nothing of them read anew. */
export const FROM_ROLLUPS: Limits = { fewFacts: 0, exactFacts: 0, readAnew: 0 };

/** Expects the answer of facts, or within the error that is stated. Gives whether roll-ups had a part in it. */
export async function compareWithFacts(
  clickhouse: ClickHouse,
  asked: MetricsRequest,
  limits: Limits,
): Promise<boolean> {
  return (await comparedWithFacts(clickhouse, asked, limits)).used;
}

/** The same, and gives how it was answered. */
export async function comparedWithFacts(
  clickhouse: ClickHouse,
  asked: MetricsRequest,
  limits: Limits,
): Promise<Answered> {
  const known = createKnownHours(clickhouse, Date.now);
  const { shortcut, answered } = rollupShortcut(clickhouse, known, { limits });
  const exact = await queryMetrics(clickhouse, asked);
  const rolled = await queryMetrics(clickhouse, asked, shortcut);
  const question = JSON.stringify({ ...asked, metrics: asked.metrics.map(({ id }) => id) });
  expect(near(rolled, exact, answered.within), question).toEqual(exact);
  return answered;
}

/** The rows with each value that is near enough replaced by the exact one. */
function near(
  rolled: readonly MetricsRow[],
  exact: readonly MetricsRow[],
  within: ReadonlyMap<string, number>,
): MetricsRow[] {
  return rolled.map((row, i) => ({
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).map(([id, value]) => {
        const other = exact[i]?.values[id];
        const error = within.get(id);
        if (error === undefined || value === null || typeof other !== 'number') return [id, value];
        return [id, Math.abs(value - other) <= error * Math.abs(other) ? other : value];
      }),
    ),
  }));
}
