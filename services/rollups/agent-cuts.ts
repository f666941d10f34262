import type { Dimension } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';
import { type Cut, cutFor } from './cuts.ts';
import { HOUR_MS } from './notes.ts';

/** Borders of days and hours fall on quarters of an hour in every zone. */
export const QUARTER_MS = HOUR_MS / 4;

/** The sets of dimensions that agents' time is kept for, smallest first; the label is the quarter of the hour, 0 to 3. */
export const AGENT_CUTS: readonly Cut[] = [
  { name: 'place', columns: ['team'] },
  { name: 'agent', columns: ['team', 'agent'] },
  { name: 'place by quarter', columns: ['team', 'label'] },
  { name: 'agent by quarter', columns: ['team', 'agent', 'label'] },
];

/** Whether a cut tells quarters of an hour apart. */
export const isByQuarter = ({ name }: Cut): boolean => name.endsWith(' by quarter');

/** A cut without quarters of an hour. */
export const withoutQuarters = (cut: Cut): Cut =>
  AGENT_CUTS.find(({ name }) => `${name} by quarter` === cut.name) ?? cut;

/** The smallest cut for a question: by quarters only where a bucket begins within an hour. */
export function agentCutFor(question: {
  from: number;
  starts: readonly number[];
  groupBy: readonly Dimension[];
  filters: Filters;
}): Cut | null {
  const cutsHours = question.starts.some((start) => start > question.from && start % HOUR_MS !== 0);
  return cutFor(cutsHours ? AGENT_CUTS.filter(isByQuarter) : AGENT_CUTS, question);
}
