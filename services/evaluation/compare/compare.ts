import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import { type Language, signedDifference } from './amounts.ts';
import {
  type AskedUnit,
  type Comparison,
  type Correction,
  compareSides,
  corrected,
  SIGNIFICANCE,
} from './comparison.ts';
import { queryFigures, type Side, type SideFigures } from './figures.ts';
import { measureOf } from './measure.ts';
import { type Placebo, placebosOf } from './periods.ts';
import { WARNING_WORDS } from './warning-words.ts';
import { type KnownDays, type Warning, warningsOfMetric, warningsOfSides } from './warnings.ts';

export interface CompareRequest {
  readonly metrics: readonly Metric[];
  readonly a: Side;
  readonly b: Side;
  readonly by: AskedUnit;
  readonly correction: Correction;
  readonly zone: string;
  /** UTC ms. */
  readonly now: number;
  readonly known: KnownDays;
  /** That warnings are in. */
  readonly language: Language;
}

/** A difference in its context. */
export interface ComparedMetric extends Comparison {
  readonly metric: Metric;
  readonly pAdjusted: number | null;
  readonly significant: boolean;
  /** Whether quantiles are of the values as they are. */
  readonly exact: boolean;
  /** The same comparison at times at which nothing was changed, where there are data. */
  readonly placebos: readonly ComparedPlacebo[];
  readonly warnings: readonly Warning[];
}

interface ComparedPlacebo extends Pick<Placebo, 'kind' | 'weeks'> {
  readonly difference: number | null;
  readonly pAdjusted: number | null;
  readonly significant: boolean;
}

/** Compares metrics over two periods, or of two groups; what is looked at together is corrected together. */
export async function compare(clickhouse: ClickHouse, request: CompareRequest): Promise<ComparedMetric[]> {
  const { metrics, a, b, by, correction, zone, now, known, language } = request;
  const ask = (one: Side) => queryFigures({ clickhouse, zone, now }, metrics, one);
  const pair = async (one: Side, other: Side) => {
    const [from, to] = await Promise.all([ask(one), ask(other)]);
    return { from, to };
  };
  const placebos = placebosOf(a, b, zone);
  const [asked, ...before] = await Promise.all([
    pair(a, b),
    ...placebos.map((one) => pair({ ...a, ...one.a }, { ...b, ...one.b })),
  ]);
  const compared = judged(metrics, asked, by, correction);
  // What is a case of the comparison is one of the placebo.
  const compareds = before.map((one) =>
    judged(
      metrics.map((metric) => (hasData(metric, one) ? metric : null)),
      one,
      (i) => (compared[i]?.compared === 'cases' ? 'cases' : 'days'),
      correction,
    ),
  );
  const ofSides = warningsOfSides(a, b, zone, now, known, language);
  return metrics.map((metric, i) => {
    const comparison = compared[i]!;
    const ofPlacebos = placebos.flatMap(({ kind, weeks }, k): ComparedPlacebo[] => {
      const found = compareds[k]![i];
      if (!found) return [];
      const { difference, pAdjusted, significant } = found;
      return [{ kind, weeks, difference, pAdjusted, significant }];
    });
    return {
      metric,
      ...comparison,
      exact: [asked.from, asked.to].every((side) => side.get(metric.id)?.sample?.exact ?? true),
      placebos: ofPlacebos,
      warnings: [
        ...ofSides,
        ...warningsOfMetric(metric, [a, b], comparison, now, language),
        ...ofPlacebos.flatMap((placebo) => warningOfPlacebo(metric, placebo, language)),
      ],
    };
  });
}

interface Pair {
  from: Map<string, SideFigures>;
  to: Map<string, SideFigures>;
}

/** Data that begin within the earlier period would look like a trend. */
const hasData = ({ id }: Metric, { from, to }: Pair) =>
  [from, to].every((side) => side.get(id)?.fromBegin === true);

type Judged = Comparison & Pick<ComparedMetric, 'pAdjusted' | 'significant'>;

function judged(
  metrics: readonly (Metric | null)[],
  { from, to }: Pair,
  by: AskedUnit | ((place: number) => AskedUnit),
  correction: Correction,
): (Judged | null)[] {
  const comparisons = metrics.map((metric, i) => {
    if (metric === null) return null;
    const unit = typeof by === 'function' ? by(i) : by;
    return compareSides(measureOf(metric), from.get(metric.id)!, to.get(metric.id)!, unit);
  });
  const adjusted = corrected(
    comparisons.map((one) => one?.p ?? null),
    correction,
  );
  return comparisons.map((one, i) => {
    const pAdjusted = adjusted[i]!;
    return one && { ...one, pAdjusted, significant: pAdjusted !== null && pAdjusted <= SIGNIFICANCE };
  });
}

function warningOfPlacebo(
  metric: Metric,
  { kind, weeks, significant, difference }: ComparedPlacebo,
  language: Language,
): Warning[] {
  if (!significant) return [];
  const by = signedDifference(metric, difference!, language);
  const warning = kind === 'before' ? 'trend' : 'season';
  return [{ kind: warning, text: WARNING_WORDS[language][warning](weeks, by) }];
}
