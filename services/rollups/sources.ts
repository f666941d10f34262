import { createHash } from 'node:crypto';
import type { FactName } from '../domain/measure/fact.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { CATALOGUE } from '../metrics/catalogue/index.ts';
import type { Aggregate, Condition, Figure, Term } from '../metrics/definition/language.ts';
import { anchorOf, figureOf, isOfFacts, type Metric } from '../metrics/definition/metric.ts';
import { type Part, partsOf } from '../metrics/evaluate/parts.ts';
import { haveSurveys } from '../metrics/rows/surveys.ts';
import { BIN_CUTS, CUTS } from './cuts.ts';

/** Durations whose percentiles are asked for. */
export interface Durations {
  of: Term;
  where: Condition;
}

/** Facts that lie in an hour by their anchor, and what is kept of them. */
export interface Source {
  /** Unique for what it is: rows of another formula are never taken for its own. */
  name: string;
  facts: readonly FactName[];
  anchor: 'start' | 'end';
  /** At most `MAX_PARTS`; the column of one is its place: p0 and so on. */
  parts: readonly Part[];
  durations: readonly Durations[];
}

/** Columns of `rollups`. */
export const MAX_PARTS = 32;
/** Grows when the meaning of what is stored changes other than by formula or dimensions. */
const VERSION = 1;

/** Every source that a metric of the catalogue can be answered from. */
export const SOURCES: readonly Source[] = sourcesOf(CATALOGUE);

/** The source of a metric by an anchor; null where it has none. */
export function sourceFor(metric: Metric, anchor: 'start' | 'end'): Source | null {
  if (!isOfFacts(metric)) return null;
  return SOURCES.find((one) => one.anchor === anchor && one.facts.join() === metric.facts.join()) ?? null;
}

/** What ingest notes of an hour that concerns a source. */
export function notedAs({ facts, anchor }: Pick<Source, 'facts' | 'anchor'>): string[] {
  return facts.map((fact) => `${fact} ${anchor}`);
}

/** The parts that a source needs for a figure; null where sums of whole numbers are not enough. */
export function rolledParts(figure: Figure): Part[] | null {
  const parts = partsOf(figure);
  return parts?.every(({ aggregate }) => isWhole(aggregate)) ? parts : null;
}

/** The durations that a figure is a percentile of; null where it is none. */
export function durationsOf(figure: Figure): Durations | null {
  return figure.kind === 'quantile' && isWholeTerm(figure.of) ? { of: figure.of, where: figure.where } : null;
}

export function samePart(a: Part, b: Part): boolean {
  return JSON.stringify(a.aggregate) === JSON.stringify(b.aggregate);
}

export function sameDurations(a: Durations, b: Durations): boolean {
  return JSON.stringify([a.of, a.where]) === JSON.stringify([b.of, b.where]);
}

function sourcesOf(catalogue: readonly Metric[]): Source[] {
  const found = new Map<string, { facts: readonly FactName[]; anchor: 'start' | 'end'; metrics: Metric[] }>();
  for (const metric of catalogue) {
    // Of surveys, whose they are is looked up when it is asked.
    if (!isOfFacts(metric) || haveSurveys(metric.facts)) continue;
    const anchor = anchorOf(metric);
    const { facts } = metric;
    getOrInsert(found, `${facts.join('+')} ${anchor}`, () => ({ facts, anchor, metrics: [] })).metrics.push(
      metric,
    );
  }
  return [...found].flatMap(([key, { facts, anchor, metrics }]) => {
    const parts = distinctOf(
      metrics.flatMap((metric) => figuresOf(metric).flatMap((figure) => rolledParts(figure) ?? [])),
      samePart,
    );
    // Percentiles of other variants are asked for seldom.
    const durations = distinctOf(
      metrics.flatMap(({ figure }) => durationsOf(figure) ?? []),
      sameDurations,
    );
    if (parts.length === 0) return [];
    if (parts.length > MAX_PARTS)
      throw new Error(`${key} has ${parts.length} parts, and roll-ups ${MAX_PARTS} columns`);
    return [{ name: `${key} ${formulaOf({ parts, durations })}`, facts, anchor, parts, durations }];
  });
}

function figuresOf(metric: Metric): Figure[] {
  return [undefined, ...Object.keys(metric.variants ?? {})].map((variant) => figureOf(metric, variant));
}

function distinctOf<T>(all: readonly T[], same: (a: T, b: T) => boolean): T[] {
  return all.filter((one, i) => all.findIndex((other) => same(one, other)) === i);
}

function formulaOf(kept: Pick<Source, 'parts' | 'durations'>): string {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, CUTS, BIN_CUTS, kept]))
    .digest('hex')
    .slice(0, 8);
}

/** Scores may have fractions, and squares outgrow whole numbers: their sums depend on the order. */
function isWhole(aggregate: Aggregate): boolean {
  return !('of' in aggregate) || isWholeTerm(aggregate.of);
}

function isWholeTerm(term: Term): boolean {
  if (typeof term === 'number') return Number.isInteger(term);
  if (typeof term !== 'object') return term !== 'score' && term !== 'now';
  return ['+', '-', 'least'].includes(term.operator) && isWholeTerm(term.left) && isWholeTerm(term.right);
}
