import type { Difference, TestName } from '../../domain/statistics/difference.ts';
import { differenceOf, type Evidence, estimateOf } from '../../domain/statistics/figure.ts';
import { type Interval, SHOWN_FROM } from '../../domain/statistics/interval.ts';
import { benjaminiHochberg, holm } from '../../domain/statistics/many-comparisons.ts';
import { meanInterval, meanVariance } from '../../domain/statistics/mean.ts';
import { thinned, varyMore } from './days.ts';
import type { SideFigures } from './figures.ts';
import type { Measure } from './measure.ts';

/**
 * What is taken for a case. `auto` takes days where the figure varies by time more than its cases explain. Days are taken
 * by weeks where both sides have whole ones.
 */
export const UNITS = ['auto', 'cases', 'days'] as const;
export type AskedUnit = (typeof UNITS)[number];

/** What was taken for one. */
export type Unit = 'cases' | 'days' | 'weeks';

export const CORRECTIONS = ['holm', 'benjamini_hochberg', 'none'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/** A difference counts that chance alone would bring less often than this. */
export const SIGNIFICANCE = 0.05;

export interface SideResult {
  /** Of counts the mean of a day, all else as `/api/v1/query` has it. */
  readonly value: number | null;
  /** Cases, days or weeks. */
  readonly n: number;
  readonly interval: Interval | null;
  /** Of counts, that of the whole period. */
  readonly total?: number | null;
}

/** How a metric differs between two sides: b minus a. */
export interface Comparison {
  /** Null where there is no test. */
  readonly compared: Unit | null;
  /** Whether days or weeks vary more than the cases explain, on either side. */
  readonly varies: boolean;
  /** Which sides have too few of what is compared for an interval and a test. */
  readonly few: readonly ('a' | 'b')[];
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
  const sides = [a, b];
  const varies = sides.some(variesByTime);
  const byTime =
    asked === 'days' || (asked === 'auto' && varies) || sides.some(({ cases }) => cases === null);
  const time = sides.every(({ weeks }) => weeks !== null) ? 'weeks' : 'days';
  const unit = byTime ? time : 'cases';
  const [from, to] = [testedOf(measure, a, unit), testedOf(measure, b, unit)];
  return {
    compared: from.evidence === null || to.evidence === null ? null : unit,
    varies,
    few: [...(from.enough ? [] : (['a'] as const)), ...(to.enough ? [] : (['b'] as const))],
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

function variesByTime({ cases, days, weeks }: SideFigures): boolean {
  if (cases === null || cases.n === 0) return false;
  return [days, weeks].some((units) => units !== null && varyMore(units, varianceOf(cases)));
}

/** The variance of a figure were its cases independent; there is at least one. */
function varianceOf(cases: NonNullable<SideFigures['cases']>): number {
  if (cases.kind === 'mean') return meanVariance(cases) ?? 0;
  const share = cases.successes / cases.n;
  return (share * (1 - share)) / cases.n;
}

/** What is tested of a side, and what is told of it. */
interface Tested {
  readonly evidence: Evidence | null;
  readonly result: SideResult;
  /** Of too few cases neither an interval nor a test is shown. */
  readonly enough: boolean;
}

function testedOf(measure: Measure, side: SideFigures, unit: Unit): Tested {
  const { total, cases } = side;
  const evidence = evidenceOf(measure, side, unit);
  const known = evidence && estimateOf(evidence);
  const n = (unit === 'cases' ? known?.n : side[unit]?.n) ?? 0;
  const enough = isEnough(evidence, unit) && (cases?.n ?? SHOWN_FROM) >= SHOWN_FROM;
  // The few weeks that there are stand for many days.
  const interval =
    unit === 'weeks' && evidence?.kind === 'mean' ? meanInterval(evidence) : (known?.interval ?? null);
  const sure = { n, interval: enough ? interval : null };
  const result: SideResult =
    measure.kind === 'daily'
      ? { value: known?.estimate ?? null, ...sure, ...(measure.isTotal ? { total } : {}) }
      : { value: total, ...sure };
  return { evidence, result, enough };
}

function isEnough(evidence: Evidence | null, unit: Unit): boolean {
  if (evidence === null) return false;
  const { n, interval } = estimateOf(evidence);
  return evidence.kind === 'quantile' ? interval !== null : unit === 'weeks' || n >= SHOWN_FROM;
}

function evidenceOf(measure: Measure, side: SideFigures, unit: Unit): Evidence | null {
  const { cases, sample } = side;
  const units = unit === 'cases' ? null : side[unit];
  if (measure.kind !== 'quantile') return unit === 'cases' ? cases : units && { kind: 'mean', ...units };
  if (sample === null) return null;
  const { level: q } = measure.of;
  if (unit === 'cases') return { kind: 'quantile', q, sample: sample.sample };
  if (units === null || cases === null || cases.n === 0) return null;
  const few = thinned(sample.sample, units, varianceOf(cases));
  return few && { kind: 'quantile', q, sample: few };
}

function differenceOfSides(a: Tested, b: Tested): Omit<Difference, 'test'> & { test: TestName | null } {
  const [from, to] = [a.result.value, b.result.value];
  const difference = from === null || to === null ? null : to - from;
  const unknown = { difference, interval: null, test: null, statistic: null, p: null };
  if (a.evidence === null || b.evidence === null || !a.enough || !b.enough) return unknown;
  const tested = differenceOf(a.evidence, b.evidence);
  return tested.p === null && tested.interval === null ? unknown : { ...tested, difference };
}
