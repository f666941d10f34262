import { z } from 'zod';
import { findScored, noMetric, variantsOf } from '../../metrics/catalogue/index.ts';
import { dimensionsOf } from '../../metrics/definition/metric.ts';
import { amountFault } from './amount.ts';
import { duration, id } from './fields.ts';

/** In the metric's unit; times may be written as durations. */
const amount = z.union([z.number(), duration]);

/** From a value that is reached on, so many points. */
const step = z.strictObject({ reach: amount, points: z.number().min(0).max(100) });

export const scorecardMetric = z.strictObject({
  /** Id of a metric of the catalogue. */
  metric: id,
  /** Another formula of the metric, such as `business`. */
  variant: id.optional(),
  weight: z.number().positive('must be above 0').default(1),
  /** Without it, that of `goals`. */
  goal: amount.optional(),
  /** Where `linear` gives 0 points; without it, half the goal or, where less is better, twice the goal. */
  floor: amount.optional(),
  /** Without it as the goal of `goals` has it, else as the catalogue does. */
  direction: z.enum(['at_least', 'at_most']).optional(),
  points: z.enum(['linear', 'steps', 'z']).default('linear'),
  steps: z.array(step).min(1).optional(),
  /** Least volume: cases, of agents' time hours. Below it the metric is left out. */
  least: z.number().min(0).optional(),
});

export type ScorecardMetric = z.output<typeof scorecardMetric>;

/**
 * What a role is measured by: an agent by its own figures, a supervisor by those of a team, a manager by those of the
 * whole center. Of several for a role, the first that names the team (or none) applies.
 */
export const scorecard = z
  .strictObject({
    id,
    name: z.string().optional(),
    role: z.enum(['agent', 'supervisor', 'manager']),
    /** Whom it is for; everybody of the role if none is named. */
    teams: z.array(id).min(1).optional(),
    metrics: z.array(scorecardMetric).min(1),
  })
  .refine(({ role, teams }) => role !== 'manager' || teams === undefined, {
    path: ['teams'],
    message: 'a manager answers for all teams',
  });

export type ScorecardDefinition = z.output<typeof scorecard>;

/**
 * What is wrong between the fields of a scorecard whose own shapes are right: metrics that there are not or twice,
 * amounts in another unit, points without what they need.
 *
 * @param written the scorecard as it stands in the file, where a time is told from a number
 */
export function faultsOfScorecard({ metrics, role }: ScorecardDefinition, written: unknown) {
  const asWritten = (written as { metrics: Record<string, unknown>[] }).metrics;
  return metrics.flatMap((one, i) => {
    const twice = metrics.findIndex(({ metric }) => metric === one.metric) < i;
    const faults = [
      ...(twice ? [{ path: ['metric'], message: `${one.metric} is in this scorecard already` }] : []),
      ...faultsOfMetric(one, asWritten[i]!, role),
    ];
    return faults.map(({ path, message }) => ({ path: ['metrics', i, ...path], message }));
  });
}

interface MetricFault {
  path: PropertyKey[];
  message: string;
}

const DIMENSION_OF = { agent: 'agent', supervisor: 'team', manager: null } as const;

function faultsOfMetric(
  one: ScorecardMetric,
  written: Record<string, unknown>,
  role: ScorecardDefinition['role'],
): MetricFault[] {
  const metric = findScored(one.metric);
  if (metric === undefined) return [{ path: ['metric'], message: noMetric(one.metric) }];
  if (metric.unit === 'time') return [{ path: ['metric'], message: `${metric.id} is a time` }];
  const dimension = DIMENSION_OF[role];
  const faults: MetricFault[] = [];
  if (dimension !== null && !dimensionsOf(metric).includes(dimension))
    faults.push({ path: ['metric'], message: `${metric.id} cannot be asked for by ${dimension}` });
  if (one.variant !== undefined && !variantsOf(metric).includes(one.variant)) {
    const known = variantsOf(metric).join(', ') || 'none';
    faults.push({
      path: ['variant'],
      message: `${metric.id} has no variant ${one.variant}; there are ${known}`,
    });
  }
  if (one.direction === undefined && metric.direction === 'neutral' && one.goal !== undefined)
    faults.push({ path: ['direction'], message: `must say whether more of ${metric.id} is better or less` });
  const amounts: [PropertyKey[], unknown, number | undefined][] = [
    [['goal'], written.goal, one.goal],
    [['floor'], written.floor, one.floor],
    ...(one.steps ?? []).map((each, i): [PropertyKey[], unknown, number] => [
      ['steps', i, 'reach'],
      (written.steps as { reach: unknown }[])[i]!.reach,
      each.reach,
    ]),
  ];
  for (const [path, asWritten, value] of amounts) {
    const message = value === undefined ? null : amountFault(metric.unit, asWritten, value);
    if (message !== null) faults.push({ path, message: `${metric.id}: ${message}` });
  }
  return [...faults, ...faultsOfPoints(one, one.direction ?? DIRECTIONS[metric.direction])];
}

const DIRECTIONS = { higher: 'at_least', lower: 'at_most', neutral: undefined } as const;

function faultsOfPoints(one: ScorecardMetric, direction: 'at_least' | 'at_most' | undefined): MetricFault[] {
  const { points, steps, goal, floor } = one;
  const faults: MetricFault[] = [];
  if (points === 'steps' && steps === undefined)
    faults.push({ path: ['steps'], message: 'must say which value gives how many points' });
  if (points !== 'steps' && steps !== undefined)
    faults.push({ path: ['steps'], message: 'are for points: steps' });
  if (points !== 'linear' && floor !== undefined)
    faults.push({ path: ['floor'], message: 'is for points: linear' });
  if (points !== 'linear' && direction === undefined)
    faults.push({ path: ['direction'], message: 'must say whether more is better or less' });
  if (goal !== undefined && floor !== undefined && direction !== undefined) {
    const isBeyond = direction === 'at_least' ? floor > goal : floor < goal;
    if (isBeyond) faults.push({ path: ['floor'], message: 'must not be better than the goal' });
  }
  return faults;
}
