import type { AgreedGoal, GivenGoals, Member } from '../../domain/rounds/round.ts';
import { canonicalJson } from '../../lib/canonical-json.ts';
import type { Fault } from '../../lib/errors.ts';
import type { RoundDeps } from './desk.ts';
import { goalsFrom, type WantedGoal } from './goals.ts';
import { goalsOfNewcomer, together } from './opening.ts';
import type { RecordedRound } from './rounds.ts';

/**
 * The goals to set, for one agent or, where none is named, for all members; somebody of the team who is no member yet
 * becomes one. Whose goals stay as they are is left out: nobody has to confirm the same again.
 *
 * @param faults gets what is wrong with what is wanted
 */
export async function newGoals(
  deps: RoundDeps,
  { round }: RecordedRound,
  agent: string | undefined,
  wanted: readonly WantedGoal[],
  faults: Fault[],
): Promise<GivenGoals[]> {
  const concerned = round.members.filter((member) => agent === undefined || member.agent === agent);
  const given = concerned.flatMap((member) => changed(member, wanted, faults));
  if (concerned.length > 0 || agent === undefined) return together(given);
  const newcomer = await goalsOfNewcomer(deps, round, agent);
  if (newcomer === null) {
    faults.push({
      path: 'agent',
      message: `${agent} is not in this round, nor is anybody of the team called so`,
    });
    return [];
  }
  return [{ ...newcomer, goals: goalsFrom(wanted, newcomer.goals, faults) }];
}

function changed(
  { agent, name, scorecard, goals: before }: Member,
  wanted: readonly WantedGoal[],
  faults: Fault[],
): GivenGoals[] {
  const own: Fault[] = [];
  const goals = goalsFrom(wanted, before, own);
  // What is wrong for one is mostly wrong for all, and said once.
  faults.push(...own.filter((fault) => !faults.some((known) => isSame(known, fault))));
  return isSame(goals, before) ? [] : [{ agents: [{ id: agent, name }], scorecard, goals }];
}

const isSame = (a: Fault | readonly AgreedGoal[], b: Fault | readonly AgreedGoal[]) =>
  canonicalJson(a) === canonicalJson(b);
