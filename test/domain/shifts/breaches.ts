import { DateTime } from 'luxon';
import type { PlannedShift, ShiftProblem } from '../../../services/domain/shifts/problem.ts';

/**
 * What of the rules a list of shifts breaks, looked at shift by shift and on the clock of the zone: by nothing that
 * planning itself uses.
 */
export function breachesOf(problem: ShiftProblem, shifts: readonly PlannedShift[]): string[] {
  const { zone, patterns, agents, restMs, mostDaysInARow, days, intervalMs } = problem;
  const found: string[] = [];
  const at = (ms: number) => DateTime.fromMillis(ms, { zone });
  const dateOf = (ms: number) => at(ms).toISODate()!;
  const planned = new Set(days.map(({ date }) => date));

  for (const shift of shifts) {
    const say = (what: string) => found.push(`${shift.agent} ${at(shift.startsAt).toISO()}: ${what}`);
    const pattern = patterns.find(({ id }) => id === shift.pattern);
    const agent = agents.find(({ id }) => id === shift.agent);
    if (pattern === undefined || agent === undefined) {
      say('unknown pattern or agent');
      continue;
    }
    const begin = at(shift.startsAt);
    if (!planned.has(dateOf(shift.startsAt))) say('begins on no day that is planned');
    const nominal = pattern.starts.map((minutes) =>
      begin
        .startOf('day')
        .set({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
        .toMillis(),
    );
    if (!nominal.includes(shift.startsAt)) say('begins at no time of its pattern');
    if (shift.endsAt - shift.startsAt !== pattern.lengthMs) say('has another length');
    if (!pattern.days.includes(begin.weekday)) say('begins on no day of its pattern');

    const { terms, away } = agent;
    if (terms.patterns !== null && !terms.patterns.includes(pattern.id)) say('is not for this agent');
    if (!terms.days.includes(begin.weekday)) say('begins on no day of the agent');
    for (let t = shift.startsAt; t < shift.endsAt; t += 900_000)
      if (away.has(dateOf(t))) say('touches a day away');
    if (terms.hours !== null) {
      const { from, to } = terms.hours;
      const wall = (minutes: number, plusDays: number) =>
        begin
          .startOf('day')
          .plus({ days: plusDays + Math.floor(minutes / 1_440) })
          .set({ hour: Math.floor((minutes % 1_440) / 60), minute: minutes % 60 });
      if (begin < wall(from, 0) || at(shift.endsAt) > wall(to, to > from ? 0 : 1)) say('is out of hours');
    }

    if (shift.breaks.length !== pattern.breaks.length) say('has too many breaks or too few');
    let free = shift.startsAt;
    shift.breaks.forEach((pause, i) => {
      const rule = pattern.breaks[i]!;
      if (pause.endsAt - pause.startsAt !== rule.lengthMs) say('has a break of another length');
      const after = pause.startsAt - shift.startsAt - rule.afterMs;
      if (after < 0 || after % intervalMs !== 0) say('has a break too early, or off the grid');
      if (pause.endsAt > shift.startsAt + rule.beforeMs) say('has a break too late');
      if (pause.startsAt < free) say('has breaks that overlap');
      free = pause.endsAt;
    });
    if (free > shift.endsAt) say('ends in a break');
  }

  for (const { id, terms } of agents) {
    const own = shifts.filter(({ agent }) => agent === id).sort((a, b) => a.startsAt - b.startsAt);
    own.slice(1).forEach((next, i) => {
      const last = own[i]!;
      if (next.startsAt < last.endsAt + restMs)
        found.push(`${id} rests too little before ${at(next.startsAt).toISO()}`);
      if (dateOf(next.startsAt) === dateOf(last.startsAt)) found.push(`${id} begins twice on a day`);
    });
    const dates = new Set(own.map(({ startsAt }) => dateOf(startsAt)));
    let inARow = 0;
    for (const { date } of days) {
      inARow = dates.has(date) ? inARow + 1 : 0;
      if (inARow > mostDaysInARow) found.push(`${id} works ${inARow} days in a row`);
    }
    const weekOf = ({ startsAt }: PlannedShift) => `${at(startsAt).weekYear}-${at(startsAt).weekNumber}`;
    for (const week of new Set(own.map(weekOf))) {
      const ofWeek = own.filter((shift) => weekOf(shift) === week);
      if (ofWeek.length > terms.mostShifts) found.push(`${id} has ${ofWeek.length} shifts in ${week}`);
      const paid = ofWeek.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0);
      if (paid > terms.mostMs) found.push(`${id} works ${paid / 3_600_000} h in ${week}`);
    }
  }

  for (const pattern of patterns) {
    for (const { date } of days) {
      const count = shifts.filter(
        (one) => one.pattern === pattern.id && dateOf(one.startsAt) === date,
      ).length;
      if (count > pattern.most) found.push(`${count} of ${pattern.id} on ${date}`);
    }
  }
  return found;
}

/** Agents present in each interval, minute by minute. */
export function presentByMinute(
  { days, intervalMs }: ShiftProblem,
  shifts: readonly PlannedShift[],
): number[] {
  const starts = days.flatMap((day) => day.starts);
  return starts.map((start) => {
    let minutes = 0;
    for (let t = start; t < start + intervalMs; t += 60_000) {
      minutes += shifts.filter(
        ({ startsAt, endsAt, breaks }) =>
          startsAt <= t && t < endsAt && !breaks.some((pause) => pause.startsAt <= t && t < pause.endsAt),
      ).length;
    }
    return minutes / (intervalMs / 60_000);
  });
}
