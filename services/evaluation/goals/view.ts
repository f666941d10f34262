import { isReached } from '../../domain/scorecard/points.ts';
import { toIso } from '../../lib/time/range.ts';
import type { GoalEntry } from './goal-book.ts';
import type { GoalNow, PastFigure } from './goals.ts';
import type { Progress } from './progress.ts';

/** A goal as the API shows it; times with the offset of the zone, amounts in the unit of the metric. */
export type GoalView = ReturnType<typeof goalView>;

export function goalView({ goal, metric, subject, progress }: GoalNow) {
  const { id, source, variant, team, queue, agent, period, target, direction } = goal;
  return {
    id,
    source,
    metric: metric.id,
    title: metric.title,
    unit: metric.unit,
    ...given({ variant, team, queue, agent }),
    name: subject.name,
    period,
    target,
    direction,
    version: goal.version,
    changedAt: goal.changedAt === null ? null : toIso(goal.changedAt, subject.zone),
    changedBy: goal.changedBy,
    note: goal.note,
    current: progress && currentView(progress),
  };
}

function currentView({ range, zone, measured, projection, ...rest }: Progress) {
  const { elapsed, attainment, met, line, pace, standing } = rest;
  return {
    from: toIso(range.from, zone),
    to: toIso(range.to, zone),
    tz: zone,
    elapsed,
    ...measured,
    attainment,
    met,
    line,
    pace,
    projection: projection && {
      value: projection.value,
      lower: projection.interval?.lower ?? null,
      upper: projection.interval?.upper ?? null,
      method: projection.method,
      told_apart: projection.isToldApart,
    },
    standing,
  };
}

/** A goal with who changed it when, and how it stood in the last periods, as against its target of now. */
export function goalDetail(one: GoalNow, history: readonly GoalEntry[], past: readonly PastFigure[]) {
  const { zone } = one.subject;
  const { direction, target } = one.goal;
  return {
    ...goalView(one),
    history: history.map(({ version, at, by, what, body: { goal, note } }) => ({
      version,
      at: toIso(at, zone),
      by,
      what,
      target: goal.target,
      direction: goal.direction,
      note,
    })),
    past: past.map(({ range, value }) => ({
      from: toIso(range.from, zone),
      to: toIso(range.to, zone),
      value,
      met: value === null ? null : isReached(direction, target, value),
    })),
  };
}

/** Without what is not given. */
function given<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
