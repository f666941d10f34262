import type { Calendar } from '../calendar.ts';
import type { Agent } from '../people/agents.ts';
import type { Shift } from '../people/roster.ts';
import type { Random } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';
import { type Stretch, stretchesOf } from './work.ts';

/** Somebody who works on a ticket, and when. */
export interface Work {
  agent: Agent;
  at: number;
}

/** Nobody is off for longer, so whoever looks this far finds somebody. */
const LOOK_AHEAD_DAYS = 7;

interface Workday {
  agent: Agent;
  stretches: readonly Stretch[];
}

/** The agents at the ticket desks and when they get to what lies there. */
export class BackOffice {
  readonly #seed: number;
  readonly #calendar: Calendar;
  readonly #roster: (day: number) => readonly Shift[];
  readonly #days = new Map<number, ReadonlyMap<string, readonly Workday[]>>();

  constructor(seed: number, calendar: Calendar, roster: (day: number) => readonly Shift[]) {
    this.#seed = seed;
    this.#calendar = calendar;
    this.#roster = roster;
  }

  /**
   * Who of the team gets to a ticket at `at` or as soon after as somebody works; `preferred` if that one works
   * on the same day. Null when nobody does within a week.
   */
  next(team: string, at: number, random: Random, preferred: Agent | null = null): Work | null {
    const first = this.#calendar.numberAt(at);
    for (let day = first; day < first + LOOK_AHEAD_DAYS; day++) {
      const working = (this.#workdays(day).get(team) ?? []).filter(
        ({ stretches }) => stretches.at(-1)!.endsAt > at,
      );
      if (working.length === 0) continue;
      const { agent, stretches } =
        working.find((workday) => workday.agent === preferred) ?? random.pick(working);
      return { agent, at: timeWithin(stretches, at, random) };
    }
    return null;
  }

  #workdays(number: number): ReadonlyMap<string, readonly Workday[]> {
    let teams = this.#days.get(number);
    if (teams === undefined) {
      teams = this.#collect(number);
      if (this.#days.size >= 31) this.#days.delete(this.#days.keys().next().value!);
      this.#days.set(number, teams);
    }
    return teams;
  }

  #collect(number: number): Map<string, Workday[]> {
    const teams = new Map<string, Workday[]>();
    for (const shift of this.#roster(number)) {
      if (shift.agent.crew.desk !== 'tickets') continue;
      const stretches = stretchesOf(this.#seed, shift);
      if (stretches.length === 0) continue;
      const { team } = shift.agent.crew;
      teams.set(team, [...(teams.get(team) ?? []), { agent: shift.agent, stretches }]);
    }
    return teams;
  }
}

/**
 * When the agent gets to it: at `at` when working then, else in the next stretch. What came in overnight is
 * worked off over the first hours, not in the first minute.
 */
function timeWithin(stretches: readonly Stretch[], at: number, random: Random): number {
  const last = stretches.at(-1)!;
  const waitedForShift = at < stretches[0]!.startsAt;
  const wanted = waitedForShift ? stretches[0]!.startsAt + random.exponential(1.2 * HOUR) : at;
  const stretch = stretches.find(({ endsAt }) => endsAt > wanted) ?? last;
  if (wanted >= stretch.startsAt && wanted < stretch.endsAt) return Math.round(wanted);
  const earliest = Math.max(stretch.startsAt, at);
  return Math.round(random.between(earliest, Math.min(stretch.endsAt, earliest + 20 * MINUTE)));
}
