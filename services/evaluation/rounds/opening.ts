import type { GivenGoals, Round, RoundPeriod, RoundPeriodName } from '../../domain/rounds/round.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { scorecardOf } from '../definitions.ts';
import { withAllGoals } from '../goals/goal-book.ts';
import { journalOf } from '../journal/journal.ts';
import { listedSubjects, type Subject, subjectsOfTeam, unlistedSubjects } from '../subjects.ts';
import type { RoundDeps } from './desk.ts';
import { agreedGoals } from './goals.ts';
import { periodLabel } from './periods.ts';

/** Agents whom the configuration does not list belong to a team whose name they have said in so many ms. */
const LAST_SAID_MS = 90 * 86_400_000;

/** The goals that the members of a team begin with: those of their scorecards as they are now. */
export async function goalsOfTeam(
  { clickhouse, center, now }: RoundDeps,
  team: string,
  period: RoundPeriodName,
): Promise<GivenGoals[]> {
  const config = await withAllGoals(center(), journalOf(clickhouse));
  const subjects = await subjectsOfTeam(clickhouse, config, team, now() - LAST_SAID_MS);
  return together(
    subjects.flatMap((subject) => {
      const applied = scorecardOf(config, 'agent', subject, period);
      return applied === null ? [] : [given(subject, applied.id, applied.name, agreedGoals(applied))];
    }),
  );
}

/** The goals that somebody of the team begins with who is in no round yet; null where it is nobody of the team. */
export async function goalsOfNewcomer(
  { clickhouse, center }: RoundDeps,
  { team, period }: Pick<Round, 'team' | 'period'>,
  agent: string,
): Promise<GivenGoals | null> {
  const config = await withAllGoals(center(), journalOf(clickhouse));
  const subject =
    listedSubjects(config, 'agent').find(({ id }) => id === agent) ??
    (await unlistedSubjects(clickhouse, config, 'agent', [agent]))[0];
  if (subject?.team !== team) return null;
  const applied = scorecardOf(config, 'agent', subject, period.name);
  return applied === null ? null : given(subject, applied.id, applied.name, agreedGoals(applied));
}

/** Those who have the same goals are written down together: a round of a large team stays small. */
export function together(each: readonly GivenGoals[]): GivenGoals[] {
  const groups = new Map<string, GivenGoals[]>();
  for (const one of each) getOrInsert(groups, JSON.stringify([one.scorecard, one.goals]), () => []).push(one);
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    agents: group.flatMap(({ agents }) => agents),
  }));
}

/** Such as `Frontline 2026-Q1`. */
export function roundName(teamName: string, period: RoundPeriod): string {
  return `${teamName} ${periodLabel(period)}`;
}

function given(
  { id, name }: Subject,
  scorecard: string,
  title: string | undefined,
  goals: GivenGoals['goals'],
): GivenGoals {
  return { agents: [{ id, name }], scorecard: { id: scorecard, name: title ?? null }, goals };
}
