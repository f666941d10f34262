import type { ContactCenter } from '../../center/contact-center.ts';
import type { Measured } from '../../domain/scorecard/scorecard.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { type Dimension, dimensionsOf, figureOf, type Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryFigures } from '../figures.ts';
import { type PeriodRange, rangeOf } from '../periods.ts';
import { isTotal } from './course.ts';
import { cutDaysOf } from './cut-days.ts';
import type { KnownGoal } from './goal-book.ts';
import { type GoalSubject, goalSubjects } from './goal-subject.ts';
import { queryKnownSince } from './known-since.ts';
import { queryPastWeeks } from './past-weeks.ts';
import { type Progress, progressOf } from './progress.ts';

/** A goal with whose it is and how far it is; null where what was asked for may not, or cannot, be told. */
export interface GoalNow {
  goal: KnownGoal;
  metric: Metric;
  subject: GoalSubject;
  progress: Progress | null;
}

/** The figure of a period that is over; of one before anything was heard of, null. */
export interface PastFigure {
  range: PeriodRange;
  value: number | null;
}

interface Deps {
  clickhouse: ClickHouse;
  center: () => ContactCenter;
  /** UTC ms. */
  now: () => number;
}

export interface Goals {
  /**
   * How far goals are in their periods that run.
   *
   * @param within what of everybody's figures the caller may see: a rate or mean is told of that, a total of all not at all
   */
  now(goals: readonly KnownGoal[], within: Filters): Promise<GoalNow[]>;
  /** The figures of the last periods, the oldest first. */
  past(one: GoalNow, within: Filters): Promise<PastFigure[]>;
}

const PAST_PERIODS = 6;

/** However many goals there are, figures are asked for once for each kind of owner and period, in each zone. */
export function createGoals({ clickhouse, center, now: clock }: Deps): Goals {
  return {
    async now(goals, within) {
      const now = clock();
      const subjectOf = goalSubjects(center());
      const asked = goals.map((goal): Asked => {
        const metric = metricOf(goal);
        const subject = subjectOf(goal);
        const range = rangeOf(goal.period, { kind: 'offset', offset: 0 }, subject.zone, now)!;
        return { goal, metric, subject, range, key: `${metric.id} ${goal.variant ?? ''}` };
      });
      const told = asked.filter((one) => isTold(one, within));
      const questionOf = (some: readonly Asked[]) => ({
        of: some[0]!.subject.of,
        metrics: new Map(some.map(({ key, metric }) => [key, metric])),
        filters: filtersFor(some, within),
        now,
      });
      const [figures, past] = await Promise.all([
        askInGroups(
          told,
          ({ subject: { of }, range }) => `${of} ${range.from} ${range.to}`,
          (some) => queryFigures(clickhouse, { ...questionOf(some), ...some[0]!.range }),
        ),
        askInGroups(
          told,
          ({ subject: { of, zone } }) => `${of} ${zone}`,
          (some) => queryPastWeeks(clickhouse, { ...questionOf(some), zone: some[0]!.subject.zone }),
        ),
      ]);
      return asked.map((one) => {
        const { goal, metric, subject, range, key } = one;
        if (!isTold(one, within)) return { goal, metric, subject, progress: null };
        const { id, zone } = subject;
        const measured = figures(one).get(id)?.get(key) ?? nothingOf(metric);
        const given = { goal, metric, range, zone, now, measured, past: past(one)(id, key) };
        return { goal, metric, subject, progress: progressOf(given) };
      });
    },

    async past({ goal, metric, subject, progress }, within) {
      if (progress === null) return [];
      const now = clock();
      const offsets = Array.from({ length: PAST_PERIODS }, (_, i) => i - PAST_PERIODS);
      const ranges = offsets.map(
        (offset) => rangeOf(goal.period, { kind: 'offset', offset }, subject.zone, now)!,
      );
      const { of, id } = subject;
      const filters: Filters = of === 'center' ? within : { [of]: [id] };
      const [{ from }, { to }] = [ranges[0]!, ranges.at(-1)!];
      // Who was away on the first of six days was heard of before.
      const lookedFrom = Math.min(from, cutDaysOf(now, subject.zone).from);
      const [since, ...figures] = await Promise.all([
        queryKnownSince(clickhouse, { of, from: lookedFrom, to, filters }),
        ...ranges.map((range) =>
          queryFigures(clickhouse, { of, ...range, metrics: new Map([['', metric]]), now, filters }),
        ),
      ]);
      const heardOf = since.get(id) ?? to;
      return ranges.map((range, i) => {
        const value = figures[i]!.get(id)?.get('')?.value ?? nothingOf(metric).value;
        return { range, value: value === 0 && range.to <= heardOf ? null : value };
      });
    },
  };
}

interface Asked {
  goal: KnownGoal;
  metric: Metric;
  subject: GoalSubject;
  range: PeriodRange;
  /** Of the metric and its variant. */
  key: string;
}

function metricOf({ metric: id, variant }: KnownGoal): Metric {
  const { variants: _, ...metric } = findMetric(id)!;
  return { ...metric, figure: figureOf(findMetric(id)!, variant) };
}

/** Everybody's total says what others did; where the metric does not know what the caller is narrowed to, neither does a level. */
function isTold({ metric, subject }: Pick<Asked, 'metric' | 'subject'>, within: Filters): boolean {
  const narrowedTo = Object.keys(within) as Dimension[];
  if (subject.of !== 'center' || narrowedTo.length === 0) return true;
  return !isTotal(metric.figure) && narrowedTo.every((one) => dimensionsOf(metric).includes(one));
}

function filtersFor(some: readonly Asked[], within: Filters): Filters {
  const { of } = some[0]!.subject;
  return of === 'center' ? within : { [of]: [...new Set(some.map(({ subject }) => subject.id))] };
}

/** Of whom nothing is known, a count is 0. */
function nothingOf({ unit }: Metric): Measured {
  return unit === 'count' ? { value: 0, n: 0, interval: null } : { value: null, n: 0, interval: null };
}

/** Asks once for each group; gives the answer of each one's. */
async function askInGroups<Answer>(
  asked: readonly Asked[],
  groupOf: (one: Asked) => string,
  ask: (some: readonly Asked[]) => Promise<Answer>,
): Promise<(one: Asked) => Answer> {
  const groups = new Map<string, Asked[]>();
  for (const one of asked) getOrInsert(groups, groupOf(one), () => []).push(one);
  const answers = await Promise.all([...groups.values()].map(ask));
  const answerOf = new Map([...groups.keys()].map((group, i) => [group, answers[i]!]));
  return (one) => answerOf.get(groupOf(one))!;
}
