import type { ClickHouse, Query } from '../lib/clickhouse/client.ts';
import { anchorOf, figureOf, isOfFacts, type Metric } from '../metrics/definition/metric.ts';
import type { MetricsRequest, Shortcut } from '../metrics/query-metrics.ts';
import type { MetricsRow } from '../metrics/table.ts';
import { BIN_ERROR } from './bins.ts';
import { BIN_CUTS, CUTS, cutFor } from './cuts.ts';
import type { DirtyHours, KnownHours } from './known-hours.ts';
import { type Plan, planOf } from './plan.ts';
import { binsQuery, sumsQuery } from './question.ts';
import {
  type Durations,
  durationsOf,
  notedAs,
  rolledParts,
  type Source,
  sameDurations,
  sourceFor,
} from './sources.ts';

/** How a question was answered. */
export interface Notes {
  /** Metrics that are within `BIN_ERROR` of the exact value. */
  within: Map<string, number>;
  /** Up to when what ingest had stored is in the roll-ups that were used, UTC ms; null: none were used, or all is in. */
  settledAsOf: number | null;
  /** Whether roll-ups were used. */
  used: boolean;
}

export interface AnswerOptions {
  /** Percentiles are of the values and not of bins, however many there are. */
  exactPercentiles?: boolean;
  limits?: Limits;
}

export interface Limits {
  /** Fewer facts are read faster than two ways are put together. */
  fewFacts: number;
  /** Percentiles of fewer facts are read from them. */
  exactFacts: number;
  /** Facts that are read anew for hours that have changed since; beyond it, roll-ups may be a little behind. */
  readAnew: number;
}

export const DEFAULT_LIMITS: Limits = { fewFacts: 50_000, exactFacts: 400_000, readAnew: 300_000 };

/** The shortcut of one question by roll-ups; what is noted of it is there once it is answered. */
export function rollupShortcut(
  clickhouse: ClickHouse,
  known: KnownHours,
  { exactPercentiles = false, limits = DEFAULT_LIMITS }: AnswerOptions = {},
): { shortcut: Shortcut; notes: Notes } {
  const notes: Notes = { within: new Map(), settledAsOf: null, used: false };
  let state: Promise<DirtyHours> | undefined;

  async function stateOf(request: MetricsRequest): Promise<DirtyHours> {
    await known.refresh();
    return known.dirty(request);
  }

  async function answer(request: MetricsRequest, metrics: readonly Metric[]): Promise<MetricsRow[] | null> {
    const [first] = metrics;
    if (first === undefined || !isOfFacts(first)) return null;
    const source = sourceFor(first, anchorOf(first, request.anchor));
    const split = source && splitUp(source, metrics, request);
    if (!source || !split) return null;
    state ??= stateOf(request);
    const dirty = await state;
    const touched = dirty.of(notedAs(source));
    const settled = known.settled(source.name);
    const plan = planOf({ ...request, settled, dirty: touched, readAnew: limits.readAnew });
    if (plan.hours.length === 0 || plan.facts < limits.fewFacts) return null;
    if (split.percentiles.length > 0 && plan.facts < limits.exactFacts) return null;
    const queries = queriesOf({ request, source, plan, split });
    if (queries === null) return null;
    notes.used = true;
    if (split.percentiles.length > 0)
      for (const { of } of split.percentiles) for (const { id } of of) notes.within.set(id, BIN_ERROR);
    if (plan.hours.some((hour) => touched.has(hour)) && dirty.since !== null)
      notes.settledAsOf = Math.min(notes.settledAsOf ?? dirty.since, dirty.since);
    const answers = await Promise.all(
      queries.map((query) => clickhouse.query<Record<string, string | number | null>>(query)),
    );
    return answers.flatMap((rows) => rows.map((row) => toRow(row, request)));
  }

  /** Which metrics are sums and which are percentiles; null where one is neither, or facts tell it as fast. */
  function splitUp(source: Source, metrics: readonly Metric[], request: MetricsRequest): Split | null {
    const sums: Metric[] = [];
    const percentiles: Split['percentiles'] = [];
    for (const metric of metrics) {
      const figure = figureOf(metric, request.variant);
      const durations = durationsOf(figure);
      if (durations !== null && figure.kind === 'quantile') {
        const kept = source.durations.find((one) => sameDurations(one, durations));
        if (kept === undefined || exactPercentiles) return null;
        const entry = percentiles.find((one) => one.durations === kept);
        const level = { id: metric.id, level: figure.level };
        if (entry) entry.of.push(level);
        else percentiles.push({ durations: kept, of: [level] });
      } else if (rolledParts(figure) !== null) sums.push(metric);
      else return null;
    }
    return { sums, percentiles };
  }

  return { shortcut: { answer }, notes };
}

interface Split {
  sums: Metric[];
  percentiles: { durations: Durations; of: { id: string; level: number }[] }[];
}

function queriesOf({
  request,
  source,
  plan,
  split,
}: {
  request: MetricsRequest;
  source: Source;
  plan: Plan;
  split: Split;
}): Query[] | null {
  const queries: Query[] = [];
  // Also where only percentiles are asked for: every group that has facts has a row.
  if (split.sums.length > 0 || request.groupBy.length > 0) {
    const cut = cutFor(CUTS, request);
    if (cut === null) return null;
    const figures = split.sums.map((metric) => ({
      id: metric.id,
      figure: figureOf(metric, request.variant),
    }));
    queries.push(sumsQuery({ request, source, plan, cut }, figures));
  }
  if (split.percentiles.length > 0) {
    const cut = cutFor(BIN_CUTS, request);
    if (cut === null) return null;
    for (const { durations, of } of split.percentiles)
      queries.push(binsQuery({ request, source, plan, cut }, durations, of));
  }
  return queries;
}

function toRow(row: Record<string, string | number | null>, { groupBy }: MetricsRequest): MetricsRow {
  const { bucket, ...rest } = row;
  const group = groupBy.map((dimension) => String(rest[dimension]));
  for (const dimension of groupBy) delete rest[dimension];
  return { bucket: Number(bucket), group, values: rest as MetricsRow['values'] };
}
