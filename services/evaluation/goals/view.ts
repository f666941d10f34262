import type { Aim } from '../../domain/goals/standing.ts';
import { isReached } from '../../domain/scorecard/points.ts';
import { toIso } from '../../lib/time/range.ts';
import { toldAmount, toldGoal, toldLimits } from '../in-words.ts';
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
    text: {
      target: toldGoal(direction, target, metric.unit),
      ...progressText(progress, metric.unit),
    },
  };
}

/** The amounts as people read them; null where there are none. */
function progressText(progress: Progress | null, unit: string) {
  const { value = null } = progress?.measured ?? {};
  const projection = progress?.projection ?? null;
  const limits = projection?.interval ? ` (${toldLimits(projection.interval, unit)})` : '';
  return {
    value: value === null ? null : toldAmount(value, unit),
    projection: projection === null ? null : `${toldAmount(projection.value, unit)}${limits}`,
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

/** A goal with who changed it when, and how it stood in the last periods. */
export function goalDetail(one: GoalNow, history: readonly GoalEntry[], past: readonly PastFigure[]) {
  const { zone } = one.subject;
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
    past: past.map(({ range, value }) => {
      const { direction, target } = aimAt(one.goal, history, range.to);
      return {
        from: toIso(range.from, zone),
        to: toIso(range.to, zone),
        value,
        target,
        met: value === null ? null : isReached(direction, target, value),
      };
    }),
  };
}

/** What was aimed at up to an instant: a goal that is changed later does not judge the past anew. Before it was first set, its first target. */
function aimAt(now: Aim, history: readonly GoalEntry[], at: number): Aim {
  const before = history.findLast((entry) => entry.at < at) ?? history[0];
  return before?.body.goal ?? now;
}

/** Without what is not given. */
function given<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
