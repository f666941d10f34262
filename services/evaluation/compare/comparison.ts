import type { Difference, TestName } from '../../domain/statistics/difference.ts';
import { differenceOf, type Evidence, estimateOf } from '../../domain/statistics/figure.ts';
import { type Interval, SHOWN_FROM } from '../../domain/statistics/interval.ts';
import { benjaminiHochberg, holm } from '../../domain/statistics/many-comparisons.ts';
import { meanVariance } from '../../domain/statistics/mean.ts';
import { varyByDays } from './days.ts';
import type { SideFigures } from './figures.ts';
import type { Measure } from './measure.ts';

/** What is taken for a case: `auto` takes days where the figure varies by them more than its cases explain. */
export const UNITS = ['auto', 'cases', 'days'] as const;
export type AskedUnit = (typeof UNITS)[number];

export const CORRECTIONS = ['holm', 'benjamini_hochberg', 'none'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/** A difference counts that chance alone would bring less often than this. */
export const SIGNIFICANCE = 0.05;

export interface SideResult {
  /** Of counts the mean of a day, all else as `/api/v1/query` has it. */
  readonly value: number | null;
  /** Cases, or days. */
  readonly n: number;
  readonly interval: Interval | null;
  /** Of counts, that of the whole period. */
  readonly total?: number | null;
}

/** How a metric differs between two sides: b minus a. */
export interface Comparison {
  /** Null where there is no test. */
  readonly compared: 'cases' | 'days' | null;
  /** Whether days vary more than the cases explain, on either side. */
  readonly varies: boolean;
  readonly a: SideResult;
  readonly b: SideResult;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly test: TestName | null;
  readonly statistic: number | null;
  readonly p: number | null;
}

export function compareSides(
  measure: Measure,
  a: SideFigures,
  b: SideFigures,
  asked: AskedUnit = 'auto',
): Comparison {
  const varies = [a, b].some(dayByDay);
  const byDays =
    asked === 'days' || (asked === 'auto' && varies) || [a, b].some(({ cases }) => cases === null);
  const inDays = byDays && measure.kind !== 'quantile';
  const tested = (side: SideFigures): Tested => {
    const evidence = evidenceOf(measure, side, inDays);
    return { evidence, result: resultOf(measure, side, evidence) };
  };
  const [from, to] = [tested(a), tested(b)];
  const isTested = from.evidence !== null && to.evidence !== null;
  return {
    compared: isTested ? (inDays ? 'days' : 'cases') : null,
    varies,
    a: from.result,
    b: to.result,
    ...differenceOfSides(from, to),
  };
}

/** p-values of comparisons that are looked at together, corrected together. */
export function corrected(values: readonly (number | null)[], correction: Correction): (number | null)[] {
  if (correction === 'none') return [...values];
  return correction === 'holm' ? holm(values) : benjaminiHochberg(values);
}

function dayByDay({ cases, days }: SideFigures): boolean {
  if (cases === null || days === null || cases.n === 0) return false;
  const variance =
    cases.kind === 'mean'
      ? (meanVariance(cases) ?? 0)
      : (cases.successes / cases.n) * (1 - cases.successes / cases.n) * (1 / cases.n);
  return varyByDays(days, variance);
}

function evidenceOf(
  measure: Measure,
  { cases, days, sample }: SideFigures,
  inDays: boolean,
): Evidence | null {
  if (inDays) return days === null ? null : { kind: 'mean', ...days };
  if (measure.kind !== 'quantile' || sample === null) return cases;
  return { kind: 'quantile', q: measure.of.level, sample: sample.sample };
}

function resultOf(measure: Measure, { total }: SideFigures, evidence: Evidence | null): SideResult {
  const known = evidence === null ? null : estimateOf(evidence);
  const sure = { n: known?.n ?? 0, interval: known?.interval ?? null };
  if (measure.kind !== 'daily') return { value: total, ...sure };
  return { value: known?.estimate ?? null, ...sure, ...(measure.isTotal ? { total } : {}) };
}

/** Of too few cases neither an interval nor a test is shown. */
function differenceOfSides(a: Tested, b: Tested): Omit<Difference, 'test'> & { test: TestName | null } {
  const simple = a.result.value === null || b.result.value === null ? null : b.result.value - a.result.value;
  const unknown = { difference: simple, interval: null, test: null, statistic: null, p: null };
  if (a.evidence === null || b.evidence === null) return unknown;
  if (Math.min(a.result.n, b.result.n) < SHOWN_FROM) return unknown;
  const tested = differenceOf(a.evidence, b.evidence);
  return tested.p === null && tested.interval === null ? unknown : { ...tested, difference: simple };
}

interface Tested {
  readonly evidence: Evidence | null;
  readonly result: SideResult;
}
