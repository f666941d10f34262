import { findMetric, noMetric, variantsOf } from '../../../metrics/catalogue/index.ts';
import { type Dimension, dimensionsOf } from '../../../metrics/definition/metric.ts';
import { findLiveFigure } from '../../../metrics/live/figures.ts';
import { amountFault } from '../amount.ts';

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

export interface FigureFault {
  path: PropertyKey[];
  message: string;
}

interface Figure {
  metric: string;
  over?: number | undefined;
  by: readonly FigureDimension[];
  when: Readonly<Record<FigureDimension, readonly string[]>>;
}

/** A metric that does not exist, or not by what it is asked for, is a slip: it would never fire. */
export function faultsOfFigure({ metric: id, over, by, when }: Figure): FigureFault[] {
  const now = findLiveFigure(id);
  const live = over === undefined ? now : undefined;
  const metric = findMetric(id);
  if (live === undefined && metric === undefined) {
    return now === undefined
      ? [{ path: ['metric'], message: noMetric(id) }]
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

const THRESHOLDS = ['above', 'below', 'resolve'] as const;

interface Compared extends Figure {
  variant?: string | undefined;
  above?: number | undefined;
  below?: number | undefined;
  resolve?: number | undefined;
}

/**
 * As `faultsOfFigure`, and what is wrong with what it is compared with.
 *
 * @param written the same as it stands in the file, where a time is told from a number
 */
export function faultsOfThreshold(rule: Compared, written: unknown): FigureFault[] {
  const { above, below, resolve, variant } = rule;
  const faults = faultsOfFigure(rule);
  if ((above === undefined) === (below === undefined))
    faults.push({ path: ['above'], message: 'give either above or below' });
  if (resolve !== undefined && above !== undefined && resolve > above)
    faults.push({ path: ['resolve'], message: 'must not lie above the threshold' });
  if (resolve !== undefined && below !== undefined && resolve < below)
    faults.push({ path: ['resolve'], message: 'must not lie below the threshold' });
  const metric = findMetric(rule.metric);
  if (variant !== undefined && metric !== undefined && !variantsOf(metric).includes(variant))
    faults.push({ path: ['variant'], message: `${rule.metric} has no variant ${variant}` });
  const live = rule.over === undefined ? findLiveFigure(rule.metric) : undefined;
  const unit = live?.unit ?? metric?.unit;
  for (const name of THRESHOLDS) {
    const value = rule[name];
    if (value === undefined || unit === undefined) continue;
    const message = amountFault(unit, (written as Record<string, unknown>)[name], value);
    if (message !== null) faults.push({ path: [name], message: `${rule.metric}: ${message}` });
  }
  return faults;
}

/** As `faultsOfFigure`; only what happens can happen more often than usual. */
export function faultsOfSurge(rule: Figure): FigureFault[] {
  const faults = faultsOfFigure(rule);
  const metric = findMetric(rule.metric);
  if (metric !== undefined && (metric.unit !== 'count' || metric.anchor === 'instant'))
    faults.push({ path: ['metric'], message: `${rule.metric} is not a number of things that happen` });
  return faults;
}
