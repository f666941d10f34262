import type { ThresholdRule } from '../../center/config/alerting/rules.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { findLiveFigure, type LiveFigure } from '../../metrics/live/figures.ts';
import { queryLiveQueues } from '../../metrics/live/queues.ts';
import type { Verdict } from '../states/hold.ts';
import { countOver, filtersOf } from './measured.ts';
import { EVERYTHING, type Group, groupKey, type Look } from './reading.ts';

/** Of metrics that are not known of now, where the rule does not say how far back. */
const DEFAULT_OVER_MS = 15 * 60_000;

/** Reads the figure of a rule as of `at` (UTC ms). */
export async function lookAtThreshold(
  clickhouse: ClickHouse,
  rule: ThresholdRule,
  at: number,
): Promise<Look> {
  const live = rule.over === undefined ? findLiveFigure(rule.metric) : undefined;
  const { values, empty } =
    live === undefined ? await overTime(clickhouse, rule, at) : await now(clickhouse, rule, live, at);
  const threshold = rule.above ?? rule.below!;
  const judged = (value: number | null) => ({ value, threshold, verdict: verdictOf(rule, value) });
  return {
    readings: values.map(({ group, value }) => ({ group, ...judged(value) })),
    absent: judged(empty),
  };
}

/** Whether a value is beyond the threshold, back where it is over, or between. */
export function verdictOf(
  { above, below, resolve }: Pick<ThresholdRule, 'above' | 'below' | 'resolve'>,
  value: number | null,
): Verdict {
  if (value === null) return 'unknown';
  if (above !== undefined) return value > above ? 'met' : value <= (resolve ?? above) ? 'over' : 'kept';
  return value < below! ? 'met' : value >= (resolve ?? below!) ? 'over' : 'kept';
}

interface Values {
  values: { group: Group; value: number | null }[];
  empty: number | null;
}

async function overTime(clickhouse: ClickHouse, rule: ThresholdRule, at: number): Promise<Values> {
  const metric = findMetric(rule.metric)!;
  const from = at - (rule.over ?? DEFAULT_OVER_MS);
  const values = await countOver(clickhouse, { metric, rule, from, to: at });
  return { values, empty: metric.unit === 'count' ? 0 : null };
}

async function now(
  clickhouse: ClickHouse,
  rule: ThresholdRule,
  figure: LiveFigure,
  at: number,
): Promise<Values> {
  const rows = await queryLiveQueues(clickhouse, at, filtersOf(rule));
  const groups = new Map<string, { group: Group; value: number | null }>();
  for (const row of rows) {
    const group = { ...EVERYTHING };
    for (const name of rule.by as readonly ('queue' | 'channel')[]) group[name] = row[name];
    const entry = getOrInsert(groups, groupKey(group), () => ({ group, value: null }));
    entry.value = together(figure, entry.value, figure.of(row));
  }
  return { values: [...groups.values()], empty: figure.empty };
}

function together(figure: LiveFigure, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return figure.together === 'sum' ? a + b : Math.max(a, b);
}
