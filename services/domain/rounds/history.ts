import type { Act } from './acts.ts';
import { afterAct } from './fold.ts';
import { refusalOf } from './refusal.ts';
import type { AgreedGoal, Round } from './round.ts';

/** The goals of somebody before and after they were set; null before there were any. */
export interface GoalsChange {
  readonly agent: string;
  readonly before: readonly AgreedGoal[] | null;
  readonly after: readonly AgreedGoal[];
}

/** An act that counted, with the goals that it changed. */
export interface HistoryEntry {
  readonly act: Act;
  readonly changes: readonly GoalsChange[];
}

/** All that was done in a round, in order. What is written over later, such as a remark, stays in it. */
export function historyOf(acts: readonly Act[]): HistoryEntry[] {
  const history: HistoryEntry[] = [];
  let round: Round | null = null;
  for (const act of acts) {
    if (refusalOf(round, act) !== null) continue;
    history.push({ act, changes: act.what === 'goals_set' ? changesOf(round!, act.body.given) : [] });
    round = afterAct(round, act);
  }
  return history;
}

function changesOf(
  { members }: Round,
  given: Extract<Act, { what: 'goals_set' }>['body']['given'],
): GoalsChange[] {
  return given.flatMap(({ agents, goals }) =>
    agents.map(({ id }) => ({
      agent: id,
      before: members.find(({ agent }) => agent === id)?.goals ?? null,
      after: goals,
    })),
  );
}
