import { type Goal, ownerOf } from '../center/config/goal.ts';
import type { ScorecardDefinition } from '../center/config/scorecards.ts';
import { findScored } from '../metrics/catalogue/index.ts';
import { figureOf } from '../metrics/definition/metric.ts';
import { isTotal } from './goals/course.ts';
import type { Period } from './periods.ts';
import type { Subject } from './subjects.ts';

export type Role = ScorecardDefinition['role'];

/** Whose scorecard a goal is looked for, and for which period. */
export interface AskedGoal {
  role: Role;
  subject: Subject;
  period: Period;
}

/**
 * The goal that counts in a scorecard: the agent's own, else its team's, else everybody's; of several as near, the one of
 * the same formula, then the one of the same period, then the first. A rate, a mean or a percentile is as good in a week
 * as in a month, so goals on these count in every period. What is counted or added up is another number for another time
 * and for other people: it counts for its own period only, and for whom it names only.
 */
export function nearestGoal(
  goals: readonly Goal[],
  { metric: id, variant }: { metric: string; variant?: string | undefined },
  { role, subject, period }: AskedGoal,
): Goal | null {
  const metric = findScored(id)!;
  const near = NEAREST_FIRST[role].map((of) => ({ of, id: of === 'agent' ? subject.id : subject.team }));
  const nearnessOf = (goal: Goal) => {
    const owner = ownerOf(goal);
    if (owner === null) return near.length;
    return near.findIndex((one) => one.of === owner.of && one.id === owner.id);
  };
  const isForAny = !isTotal(figureOf(metric, variant));
  const found = goals
    .filter((goal) => goal.metric === id && (goal.variant === undefined || goal.variant === variant))
    .map((goal) => ({ goal, nearness: nearnessOf(goal) }))
    .filter(
      ({ goal, nearness }) => nearness >= 0 && (isForAny || (nearness === 0 && goal.period === period)),
    );
  const distance = ({ goal, nearness }: (typeof found)[number]) =>
    4 * nearness + (goal.variant === variant ? 0 : 2) + (goal.period === period ? 0 : 1);
  return found.sort((a, b) => distance(a) - distance(b))[0]?.goal ?? null;
}

/** Whose goals somebody has, everybody's last; a queue has no scorecard. */
const NEAREST_FIRST: Record<Role, ('agent' | 'team')[]> = {
  agent: ['agent', 'team'],
  supervisor: ['team'],
  manager: [],
};
