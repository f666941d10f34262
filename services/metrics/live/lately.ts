import { findMetric } from '../catalogue/index.ts';
import type { Aggregate } from '../definition/language.ts';
import { figureOf, foldFigure, holds, type Row } from '../evaluate/fold.ts';
import { aggregatesOf } from '../evaluate/parts.ts';
import type { HandleRow, RecentRow } from './board.ts';

/**
 * The figures of what ended lately, of facts in memory. What they mean is said in the catalogue alone: a stay in a queue is
 * kept as the set of counts that it is counted in, one bit each, and handling as its time.
 */

const figure = (id: string) => findMetric(id)!.figure;

const RECENT = {
  offered: figure('offered'),
  abandoned: figure('abandoned'),
  service_level: figure('service_level'),
};
const AHT = figure('aht');

/** Each count of these figures once; its place is its bit. */
const counts: Aggregate[] = [];
const bitOf = new Map<Aggregate, number>();
for (const aggregate of Object.values(RECENT).flatMap(aggregatesOf)) {
  if (aggregate.kind !== 'count') throw new Error('a figure of stays is more than counts of them');
  const text = JSON.stringify(aggregate);
  const known = counts.findIndex((one) => JSON.stringify(one) === text);
  bitOf.set(aggregate, known >= 0 ? known : counts.push(aggregate) - 1);
}

/** Marks of stays are below. */
export const MARKS = 1 << counts.length;

/** What of a fact decides in which figures it counts. */
export type Counted = Required<Pick<Row, 'state' | 'label' | 'value_ms' | 'target_ms'>>;

/** In which counts a stay in a queue is counted. None is in no count: it was offered. */
export function markOf(stay: Counted): number {
  return counts.reduce((mark, { where }, bit) => mark | (Number(holds(where, stay, 0)) << bit), 0);
}

/** A stay that goes on. */
export const OPEN_MARK = markOf({ state: 'open', label: '', value_ms: 0, target_ms: 0 });

/** What handling that has ended adds to handle times, ms; null where it does not count. */
export function handleTimeOf(handling: Counted): number | null {
  return foldFigure(AHT, [handling], 0);
}

/** @param stays by mark, how many */
export function recentFigures(stays: ArrayLike<number>): Omit<RecentRow, 'queue' | 'channel'> {
  const counted = counts.map((_, bit) => {
    let sum = 0;
    for (let mark = 0; mark < MARKS; mark++) if ((mark >> bit) & 1) sum += stays[mark]!;
    return sum;
  });
  const of = (aggregate: Aggregate) => counted[bitOf.get(aggregate)!]!;
  return {
    offered: figureOf(RECENT.offered, of)!,
    abandoned: figureOf(RECENT.abandoned, of)!,
    service_level: figureOf(RECENT.service_level, of),
  };
}

/** Of so many contacts, and their handle times added up. */
export function handledFigures(count: number, sum: number): Omit<HandleRow, 'queue' | 'channel'> {
  return { aht: figureOf(AHT, () => (count === 0 ? null : sum / count)) };
}
