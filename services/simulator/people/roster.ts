import type { Calendar, CenterDay } from '../calendar.ts';
import { Random, trait } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';
import type { Agent } from './agents.ts';

export type Activity = 'break' | 'training' | 'meeting' | 'away';

/** A time off the queues within a shift. */
export interface Absence {
  activity: Activity;
  startsAt: number;
  endsAt: number;
  /** Whether the schedule says so; the others just happen. */
  planned: boolean;
  /** Whether the agent really leaves the queues then; a break may be worked through. */
  taken: boolean;
}

/** An agent's working day. Times are UTC ms. */
export interface Shift {
  agent: Agent;
  startsAt: number;
  endsAt: number;
  /** In order of time, not overlapping. */
  absences: readonly Absence[];
  /** When the agent really logs in: rarely to the second. */
  arrivesAt: number;
  /** When the agent really goes home: some stay longer. */
  leavesAt: number;
  /** Called in sick: scheduled, but not there. */
  sick: boolean;
}

/** Who works on a day: a pure function of the seed and the day. */
export function rosterOf(
  seed: number,
  agents: readonly Agent[],
  calendar: Calendar,
  day: CenterDay,
): Shift[] {
  const { week } = day;
  const shifts: Shift[] = [];
  for (const crewmates of byCrew(agents)) {
    const { minimum } = crewmates[0]!.crew;
    const working = crewmates.filter((agent) => isOnDuty(seed, agent, week, day.weekday));
    // Somebody gives up a day off rather than leave the phones to nobody.
    for (let i = 0; working.length < minimum; i++) {
      const agent = crewmates[(day.number + i) % crewmates.length]!;
      if (!working.includes(agent)) working.push(agent);
    }
    let healthy = working.length;
    for (const [place, agent] of working.entries()) {
      const random = new Random(seed, 'shift', day.number, agent.id);
      const { start, minutes } = shiftOf(agent, week, day.weekday, place);
      const startsAt = calendar.localTime(day.number, start);
      const endsAt = calendar.localTime(day.number, start + minutes);
      const sick = healthy > minimum && random.chance(0.03);
      if (sick) healthy--;
      const lateness = random.chance(0.12)
        ? random.exponential(6 * MINUTE)
        : random.between(-2, 1.5) * MINUTE;
      const arrivesAt = Math.max(day.startsAt, Math.round(startsAt + Math.min(lateness, 45 * MINUTE)));
      const absences = absencesOf(agent, day, startsAt, endsAt, random);
      const shift = { agent, startsAt, endsAt, arrivesAt, leavesAt: endsAt, sick, absences };
      shifts.push(isOverworked(agent, day) ? overworked(shift, day, random) : shift);
    }
  }
  return shifts;
}

/** When an agent works: in the week's shift, or in a weekend's by the place among those who come. */
function shiftOf({ crew, position }: Agent, week: number, weekday: number, place: number) {
  const { shifts, weekendShifts } = crew;
  if (weekday >= 6 && weekendShifts) return weekendShifts[place % weekendShifts.length]!;
  return shifts[(position + week) % shifts.length]!;
}

function byCrew(agents: readonly Agent[]): Agent[][] {
  const crews = new Map<string, Agent[]>();
  for (const agent of agents) {
    const crewmates = crews.get(agent.crew.id);
    if (crewmates) crewmates.push(agent);
    else crews.set(agent.crew.id, [agent]);
  }
  return [...crews.values()];
}

/**
 * In return for a weekend: a day off before it and one in the week after, so that nobody works more than six
 * days in a row. Never on Monday, when most customers come.
 */
const DAYS_OFF = [
  { before: 5, after: 2 },
  { before: 4, after: 3 },
  { before: 5, after: 4 },
  { before: 3, after: 2 },
] as const;

/** Monday to Friday, and a weekend now and then; leave is taken by the week. */
function isOnDuty(seed: number, { id, position, crew }: Agent, week: number, weekday: number): boolean {
  if (trait(`${seed}/leave/${id}/${week}`) < 0.06) return false;
  const hasWeekend = (of: number) => (position + of) % crew.weekendEvery === 0;
  if (weekday >= 6) return hasWeekend(week);
  const off = DAYS_OFF[Math.floor(position / crew.weekendEvery) % DAYS_OFF.length]!;
  if (hasWeekend(week) && weekday === off.before) return false;
  return !(hasWeekend(week - 1) && weekday === off.after);
}

function absencesOf(
  agent: Agent,
  day: CenterDay,
  startsAt: number,
  endsAt: number,
  random: Random,
): Absence[] {
  const absences: Absence[] = [];
  const shiftMinutes = (endsAt - startsAt) / MINUTE;
  // The crew takes its breaks one after another.
  const staggered = ((agent.position % 4) - 1.5) * 28;
  const add = (activity: Activity, around: number, minutes: number, planned = true) => {
    const from = startsAt + Math.round(shiftMinutes * around + staggered + random.between(-12, 12)) * MINUTE;
    const until = from + Math.round(minutes) * MINUTE;
    absences.push({ activity, planned, taken: true, startsAt: from, endsAt: until });
  };
  add('break', 0.24, 15);
  add('break', 0.5, 30);
  add('break', 0.78, 15);
  // One meeting of the crew a week, some coaching, and what nobody plans.
  if (day.weekday === 2 + (agent.crew.id.length % 3)) add('meeting', 0.14, 30);
  else if (random.chance(0.09)) add('training', 0.37, random.pick([45, 60]));
  if (random.chance(0.6)) add('away', random.pick([0.12, 0.37, 0.63, 0.9]), random.between(3, 8), false);
  const within = absences.filter(
    (absence) => absence.startsAt > startsAt && absence.endsAt < endsAt - 5 * MINUTE,
  );
  within.sort((a, b) => a.startsAt - b.startsAt);
  return within.filter((absence, i) => i === 0 || absence.startsAt >= within[i - 1]!.endsAt + 5 * MINUTE);
}

/** Some agents have more weeks than others in which they cannot let the work lie. */
function isOverworked({ id }: Agent, { week, weekday }: CenterDay): boolean {
  const inclined = trait(`${id}/overworked`) < 0.12;
  const strained = trait(`${id}/strained/${week}`) < (inclined ? 0.55 : 0.03);
  return strained && trait(`${id}/strained/${week}/${weekday}`) < 0.6;
}

/** The same shift as somebody works it who skips breaks and stays longer, within the day. */
function overworked(shift: Shift, day: CenterDay, random: Random): Shift {
  const overtime = Math.round(random.between(25, 100)) * MINUTE;
  const absences = shift.absences.map((absence) =>
    absence.activity === 'break' && random.chance(0.45) ? { ...absence, taken: false } : absence,
  );
  const leavesAt = Math.max(shift.endsAt, Math.min(shift.endsAt + overtime, day.endsAt - HOUR / 2));
  return { ...shift, absences, leavesAt };
}
