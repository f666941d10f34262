import { findMetric } from '../../../metrics/catalogue/index.ts';
import { type Dimension, dimensionsOf } from '../../../metrics/definition/metric.ts';
import { findLiveFigure } from '../../../metrics/live/figures.ts';

/** What figures are narrowed down by and told apart by, and the dimension that each is. */
export const FIGURE_DIMENSIONS = {
  queue: 'queue',
  team: 'team',
  agent: 'agent',
  channel: 'channel',
  priority: 'priority',
  customerTier: 'customer_tier',
  policy: 'policy',
} as const satisfies Record<string, Dimension>;

export type FigureDimension = keyof typeof FIGURE_DIMENSIONS;
export const FIGURE_NAMES = Object.keys(FIGURE_DIMENSIONS) as [FigureDimension, ...FigureDimension[]];

interface Figure {
  metric: string;
  over?: number | undefined;
  by: readonly FigureDimension[];
  when: Readonly<Record<FigureDimension, readonly string[]>>;
}

/** A metric that does not exist, or not by what it is asked for, is a slip: it would never fire. */
export function faultsOfFigure({
  metric: id,
  over,
  by,
  when,
}: Figure): { path: PropertyKey[]; message: string }[] {
  const now = findLiveFigure(id);
  const live = over === undefined ? now : undefined;
  const metric = findMetric(id);
  if (live === undefined && metric === undefined) {
    return now === undefined
      ? [{ path: ['metric'], message: `there is no metric ${id}; see /api/v1/metrics` }]
      : [{ path: ['over'], message: `${id} is known of now only` }];
  }
  const known: readonly string[] = live?.dimensions ?? dimensionsOf(metric!);
  const unknown = FIGURE_NAMES.filter((name) => !known.includes(FIGURE_DIMENSIONS[name]));
  const faults = unknown.flatMap((name) => {
    const message = `${id} is not known by ${name}`;
    return [
      ...(by.includes(name) ? [{ path: ['by'], message }] : []),
      ...(when[name].length > 0 ? [{ path: ['when', name], message }] : []),
    ];
  });
  if (live?.perQueue && !by.includes('queue'))
    faults.push({ path: ['by'], message: `${id} is of a queue: give by: queue` });
  if (live === undefined && metric?.unit === 'time')
    faults.push({ path: ['metric'], message: `${id} is a time` });
  return faults;
}
