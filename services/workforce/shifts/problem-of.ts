import { DateTime } from 'luxon';
import type { ContactCenter } from '../../center/contact-center.ts';
import { WEEKDAYS, type Weekday } from '../../domain/calendar/definition.ts';
import type { Day } from '../../domain/forecast/day.ts';
import type { Pattern, PlanningAgent, ShiftProblem } from '../../domain/shifts/problem.ts';
import { PER_DAY, type PlanningInterval } from '../days.ts';

const DAY_MS = 86_400_000;
const ALL_DAYS = WEEKDAYS.map((_, i) => i + 1);

/** What is to be planned. */
export interface ShiftRequest {
  readonly zone: string;
  /** Whole days, one after the other. */
  readonly days: readonly Day[];
  readonly interval: PlanningInterval;
  /** For agents who serve one of these queues; not given: for all agents. */
  readonly queues?: readonly string[] | undefined;
  /** For agents of these teams only. */
  readonly teams?: readonly string[] | undefined;
}

/**
 * The problem of planning agents by the configuration.
 *
 * @param required agents to be present, by begin of the interval, UTC ms; none where nothing is said
 */
export function problemOf(
  center: ContactCenter,
  { zone, days, interval, queues, teams }: ShiftRequest,
  required: ReadonlyMap<number, number>,
): ShiftProblem {
  const { shifts } = center.workforce;
  return {
    zone,
    days,
    intervalMs: DAY_MS / PER_DAY[interval],
    required: days.flatMap(({ starts }) => starts.map((start) => required.get(start) ?? 0)),
    patterns: patternsOf(center),
    agents: agentsOf(center, queues, teams),
    restMs: shifts.rest,
    mostDaysInARow: shifts.mostDaysInARow,
  };
}

function patternsOf({ workforce }: ContactCenter): Pattern[] {
  return workforce.shifts.patterns.map(({ id, starts, length, breaks, days, cost, most }) => ({
    id,
    starts,
    lengthMs: length,
    breaks: breaks.map((each) => ({ lengthMs: each.length, afterMs: each.after, beforeMs: each.before })),
    days: weekdaysOf(days),
    cost,
    most: most ?? Number.POSITIVE_INFINITY,
  }));
}

/** Agents of the configuration who serve a queue and are in a team, with what its entries say of them. */
function agentsOf(
  center: ContactCenter,
  queues?: readonly string[],
  teams?: readonly string[],
): PlanningAgent[] {
  const { shifts } = center.workforce;
  const teamOf = new Map(center.queues.map((queue) => [queue.id, queue.team]));
  return center.agents
    .filter(({ team }) => teams === undefined || (team !== undefined && teams.includes(team)))
    .flatMap(({ id, team, queues: served }) => {
      const about = shifts.agents.filter(
        (entry) =>
          (entry.agent.length === 0 && entry.team.length === 0) ||
          entry.agent.includes(id) ||
          (team !== undefined && entry.team.includes(team)),
      );
      const last = <Field extends keyof (typeof about)[number]>(field: Field) =>
        about.findLast((entry) => entry[field] !== undefined)?.[field];
      const own = last('queue') ?? served;
      const serves = (queue: string) =>
        own === undefined ? (teamOf.get(queue) ?? team) === team : own.includes(queue);
      if (queues !== undefined && !queues.some(serves)) return [];
      const days = last('days');
      const terms = {
        patterns: last('patterns')?.toSorted() ?? null,
        days: days === undefined ? ALL_DAYS : weekdaysOf(days),
        hours: last('hours') ?? null,
        mostShifts: last('mostShifts') ?? shifts.mostShifts,
        mostMs: last('mostHours') ?? Number.POSITIVE_INFINITY,
      };
      return [{ id, terms, away: new Set(about.flatMap((entry) => entry.away.flatMap(datesOf))) }];
    });
}

function weekdaysOf(days: readonly Weekday[]): number[] {
  return days.map((day) => WEEKDAYS.indexOf(day) + 1).sort();
}

function datesOf({ from, to }: { from: string; to: string }): string[] {
  const dates: string[] = [];
  for (let day = DateTime.fromISO(from, { zone: 'utc' }); day.toISODate()! <= to; day = day.plus({ days: 1 }))
    dates.push(day.toISODate()!);
  return dates;
}
