import { type PastWeeks, type Place, restByWeek, shareOfWork } from '../../domain/goals/past-weeks.ts';
import { type Projection, project } from '../../domain/goals/projection.ts';
import { attainmentOf, isToldApart, type Standing, standingOf } from '../../domain/goals/standing.ts';
import { isReached } from '../../domain/scorecard/points.ts';
import type { Measured } from '../../domain/scorecard/scorecard.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import type { PeriodRange } from '../periods.ts';
import { courseOf, type Makeup, makeupOf } from './course.ts';
import { placeIn } from './cut-days.ts';
import type { KnownGoal } from './goal-book.ts';

/** How far a goal is in the period that runs. */
export interface Progress {
  range: PeriodRange;
  zone: string;
  /** The share of the period's work that has passed, 0 to 1; of its time where no week of the past is known. */
  elapsed: number;
  measured: Measured;
  /** 1 at the goal, more is better; null against 0. */
  attainment: number | null;
  met: boolean | null;
  /** What the value should be by now. */
  line: number;
  /** Attainment against the line. */
  pace: number | null;
  projection: (Projection & { method: ProjectionMethod; isToldApart: boolean }) | null;
  standing: Standing;
}

/** What the past weeks add to what is so far: sums; parts and cases; cases, each at the percentile of its week. */
export type ProjectionMethod = 'weeks_added' | 'weeks_weighed' | 'weekly_percentiles_weighed';

const METHODS: Record<Exclude<Makeup['kind'], 'other'>, ProjectionMethod> = {
  total: 'weeks_added',
  level: 'weeks_weighed',
  percentile: 'weekly_percentiles_weighed',
};

interface Given {
  goal: Pick<KnownGoal, 'target' | 'direction'>;
  /** With the formula of the goal's variant. */
  metric: Metric;
  range: PeriodRange;
  zone: string;
  /** UTC ms, within the range. */
  now: number;
  measured: Measured;
  past: PastWeeks;
}

/** The progress of a goal in the period that runs, from what was measured in it and in the weeks before. */
export function progressOf({ goal, metric, range, zone, now, measured, past }: Given): Progress {
  const makeup = makeupOf(metric);
  const place = placeIn(range, now, zone);
  const isTotal = makeup.kind === 'total';
  const { value } = measured;
  const ofTime = (now - range.from) / (range.to - range.from);
  const elapsed = shareOfWork(past, place, isTotal ? 'part' : 'whole') ?? ofTime;
  const line = isTotal ? goal.target * elapsed : goal.target;
  const projection = projectionOf(metric, makeup, measured, past, place);
  return {
    range,
    zone,
    elapsed,
    measured,
    attainment: value === null ? null : attainmentOf(goal, value),
    met: value === null ? null : isReached(goal.direction, goal.target, value),
    line,
    pace: value === null ? null : attainmentOf({ ...goal, target: line }, value),
    projection: projection && { ...projection, isToldApart: isToldApart(goal, projection) },
    standing: standingOf(goal, { value, line, course: courseOf(metric), isOver: false, projection }),
  };
}

function projectionOf(
  metric: Metric,
  makeup: Makeup,
  { value, n }: Measured,
  past: PastWeeks,
  place: Place,
): (Projection & { method: ProjectionMethod }) | null {
  if (makeup.kind === 'other') return null;
  const kind = makeup.kind === 'total' ? 'total' : 'level';
  const whole = kind === 'total' ? 0 : (n ?? 0);
  const soFar = { part: kind === 'total' ? (value ?? 0) : (value ?? 0) * whole, whole };
  const bounds = {
    lower: kind === 'total' ? soFar.part : metric.unit === 'score' ? Number.NEGATIVE_INFINITY : 0,
    upper: metric.figure.kind === 'share' ? 1 : Number.POSITIVE_INFINITY,
  };
  const projection = project(kind, soFar, restByWeek(past, place), bounds);
  return projection && { ...projection, method: METHODS[makeup.kind] };
}
