import type { Act } from './acts.ts';
import { refusalOf } from './refusal.ts';
import type { GivenGoals, Mark, Member, Round } from './round.ts';

/**
 * The round that acts lead to, in the order of their versions; null where it was not opened. An act out of turn changes
 * nothing: whatever stands in the journal, there is a round.
 */
export function foldRound(acts: readonly Act[]): Round | null {
  return acts.reduce<Round | null>(afterAct, null);
}

/** The round after one more act; the same one where the act is out of turn. */
export function afterAct(round: Round | null, act: Act): Round | null {
  if (refusalOf(round, act) !== null) return round;
  const mark: Mark = { by: act.by, at: act.at, version: act.version };
  if (act.what === 'opened') {
    const { team, name, period, given } = act.body;
    const members = withGoals([], given, act.version);
    return { team, name, period, version: act.version, opened: mark, members, pinned: null, closed: null };
  }
  return { ...changed(round!, act, mark), version: act.version };
}

function changed(round: Round, act: Exclude<Act, { what: 'opened' }>, mark: Mark): Round {
  switch (act.what) {
    case 'goals_set':
      return { ...round, members: withGoals(round.members, act.body.given, mark.version) };
    case 'confirmed': {
      const { agent, as } = act.body;
      return withMember(round, agent, ({ confirmed }) => ({ confirmed: { ...confirmed, [as]: mark } }));
    }
    case 'remarked':
      return withMember(round, act.body.agent, () => ({ remark: { ...mark, text: act.body.text } }));
    case 'answered':
      return withMember(round, act.body.agent, () => ({ answer: { ...mark, text: act.body.text } }));
    case 'pinned':
      return { ...round, pinned: { ...mark, ...act.body } };
    case 'closed':
      return { ...round, closed: mark };
  }
}

/** Whoever gets goals has confirmed none of them. Those who come anew are put behind. */
function withGoals(members: readonly Member[], given: readonly GivenGoals[], version: number): Member[] {
  const all = new Map(members.map((member) => [member.agent, member]));
  for (const { agents, scorecard, goals } of given) {
    for (const { id, name } of agents) {
      const { remark = null, answer = null } = all.get(id) ?? {};
      const confirmed = { agent: null, supervisor: null };
      all.set(id, { agent: id, name, scorecard, goals, goalsVersion: version, confirmed, remark, answer });
    }
  }
  return [...all.values()];
}

function withMember(round: Round, agent: string, change: (member: Member) => Partial<Member>): Round {
  const members = round.members.map((member) =>
    member.agent === agent ? { ...member, ...change(member) } : member,
  );
  return { ...round, members };
}
