import { type Candidate, isThere } from './candidates.ts';
import type { Group, Setting } from './groups.ts';
import type { Entry, ProgrammeBuilder } from './programme.ts';

/**
 * The rules of agents, summed over a group.
 *
 * An agent's shifts with the rest after them, and the remainder of the day, do not overlap. Such stretches of time can
 * be given to n agents just when no instant has more than n of them (interval graphs are perfect), so that the rows for
 * rest and for one shift a day lose nothing where all agents of the group are there. The limits of weeks and of days in
 * a row are sums too: what they lose is seen when agents are told apart.
 *
 * @param work columns of the group by candidate
 */
export function addGroupRules(
  builder: ProgrammeBuilder,
  setting: Setting,
  group: Group,
  work: ReadonlyMap<number, number>,
): void {
  const all = group.candidates.map((index) => ({ ...setting.candidates[index]!, column: work.get(index)! }));
  const most = (within: readonly WithColumn[], ofAgent: (days: number) => number) =>
    group.agents.reduce((sum, agent) => {
      const days = new Set(within.filter((one) => isThere(agent, one)).map(({ day }) => day));
      return sum + ofAgent(days.size);
    }, 0);

  for (const within of overlaps(all)) {
    const upper = most(within, (days) => Math.min(1, days));
    builder.row(0, entriesOf(within), upper);
  }
  for (const within of overnights(all)) {
    const upper = most(within, (days) => Math.min(1, days));
    if (upper < group.agents.length) builder.row(0, entriesOf(within), upper);
  }
  const { mostMs } = group.terms;
  const shortest = Math.min(...all.map(({ pattern }) => pattern.lengthMs));
  const mostShifts = Math.min(group.terms.mostShifts, Math.floor(mostMs / shortest));
  for (const week of new Set(setting.weeks)) {
    const within = all.filter(({ day }) => setting.weeks[day] === week);
    if (within.length === 0) continue;
    if (within.some(({ day }) => day !== within[0]!.day))
      builder.row(
        0,
        entriesOf(within),
        most(within, (days) => Math.min(days, mostShifts)),
      );
    if (mostMs < Number.POSITIVE_INFINITY)
      builder.row(
        0,
        entriesOf(within, ({ pattern }) => pattern.lengthMs / mostMs),
        most(within, (days) => Math.min(1, days)),
      );
  }
  const { mostDaysInARow } = setting.problem;
  for (let first = 0; first + mostDaysInARow < setting.problem.days.length; first++) {
    const within = all.filter(({ day }) => day >= first && day <= first + mostDaysInARow);
    if (within.length === 0) continue;
    builder.row(
      0,
      entriesOf(within),
      most(within, (days) => Math.min(days, mostDaysInARow)),
    );
  }
}

type WithColumn = Candidate & { column: number };

const entriesOf = (within: readonly WithColumn[], weight: (one: WithColumn) => number = () => 1): Entry[] =>
  within.map((one) => [one.column, weight(one)]);

/** The largest sets of shifts no two of which one agent can work, by an instant that all their stretches hold. */
function overlaps(all: readonly WithColumn[]): WithColumn[][] {
  const sets: WithColumn[][] = [];
  let open: WithColumn[] = [];
  let grown = false;
  // In the order of their begins, as candidates are.
  for (const next of all) {
    const still = open.filter(({ freeAt }) => freeAt > next.startsAt);
    if (still.length < open.length && grown) {
      sets.push(open);
      grown = false;
    }
    open = [...still, next];
    grown = true;
  }
  if (grown) sets.push(open);
  return sets;
}

/** Shifts of each day, and those of them that go on after midnight: fewer agents may be there for these. */
function overnights(all: readonly WithColumn[]): WithColumn[][] {
  const byDay = [...new Set(all.map(({ day }) => day))].map((day) => all.filter((one) => one.day === day));
  return byDay.flatMap((ofDay) => {
    const past = ofDay.filter(({ dates }) => dates.length > 1);
    return past.length > 0 && past.length < ofDay.length ? [ofDay, past] : [ofDay];
  });
}
