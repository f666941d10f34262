import type { Pattern, PlanningAgent, ShiftProblem, Terms } from '../../services/domain/shifts/problem.ts';
import { daysOf } from '../../services/workforce/days.ts';
import { solveByHighs } from '../../services/workforce/shifts/highs.ts';
import { createShiftPlans } from '../../services/workforce/shifts/shift-plans.ts';
import { breachesOf } from '../domain/shifts/breaches.ts';
import { atMost, type Bench, figure } from './report.ts';

const NAME = 'shifts';
const GOAL_S = 20;
/** Of the time, the rest is for the last small steps. */
const LIMIT_MS = 18_000;
const GOAL_GAP = 1;
const HOUR = 3_600_000;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

/** A week of half-hours and 100 agents: seconds to a plan, and how far it can be from the best. */
export const shiftsBench: Bench = {
  name: NAME,
  title: 'shift plans for 100 agents and a week',
  async run(say) {
    const clock = () => performance.now();
    const plans = createShiftPlans({ solve: solveByHighs(clock), clock, maxWaiting: 0 });
    const weeks = {
      'six kinds of agents, enough of them': week(38, false),
      'six kinds of agents, just enough of them': week(45, false),
      'each agent with days and hours of its own': week(38, true),
    };
    const lines = [];
    for (const [what, problem] of Object.entries(weeks)) {
      const plan = await plans.plan(problem, LIMIT_MS, new AbortController().signal);
      const breaches = breachesOf(problem, plan.shifts);
      if (breaches.length > 0) throw new Error(`a plan breaks rules: ${breaches.join('; ')}`);
      if (plan.gap === null) throw new Error(`${what}: no bound is known`);
      const hours = problem.required.reduce((sum, agents) => sum + agents, 0) / 2;
      say(
        `${what}: ${plan.shifts.length} shifts, ${plan.cost} h paid for ${hours} h, ${plan.missing / 2} h missing`,
      );
      lines.push(atMost(NAME, `${what}: planned`, plan.seconds, GOAL_S, ' s'));
      lines.push(atMost(NAME, `${what}: from the bound`, plan.gap * 100, GOAL_GAP, ' %'));
      lines.push(figure(NAME, `${what}: required and missing`, (100 * plan.missing) / (2 * hours), ' %'));
    }
    return lines;
  },
};

/** A week from Monday: two humps on working days, half of it at weekends, a few at night. */
function week(most: number, individual: boolean): ShiftProblem {
  const zone = 'Europe/Berlin';
  const from = Date.parse('2026-11-30T00:00+01:00');
  const days = daysOf(from, from + 7 * 24 * HOUR, '30m', zone);
  const load = (weekday: number, hour: number) => {
    const humps = Math.exp(-((hour - 10.5) ** 2) / 8) + 0.8 * Math.exp(-((hour - 15.5) ** 2) / 9);
    return (weekday > 5 ? 0.55 : 1) * (humps + (hour >= 7 && hour < 22 ? 0.12 : 0.02));
  };
  return {
    zone,
    days,
    intervalMs: HOUR / 2,
    // Who is there before the first shifts begin is for the plan of the week before.
    required: days.flatMap(({ weekday, places }, day) =>
      places.map((place) => (day === 0 && place < 12 ? 0 : Math.ceil(most * load(weekday, place / 2)))),
    ),
    patterns: patterns(),
    agents: agents(
      days.map(({ date }) => date),
      individual,
    ),
    restMs: 11 * HOUR,
    mostDaysInARow: 6,
  };
}

function patterns(): Pattern[] {
  const every = (from: number, to: number) =>
    Array.from({ length: 2 * (to - from) + 1 }, (_, i) => from * 60 + i * 30);
  const pause = (hours: number, after: number, before: number) => ({
    lengthMs: hours * HOUR,
    afterMs: after * HOUR,
    beforeMs: before * HOUR,
  });
  const common = { days: ALL_DAYS, cost: 1, most: Number.POSITIVE_INFINITY };
  const breaks = [pause(0.25, 1.5, 3), pause(0.5, 3.5, 5.5), pause(0.25, 6, 7.5)];
  return [
    { ...common, id: 'full', starts: every(6, 14), lengthMs: 8.5 * HOUR, breaks },
    { ...common, id: 'part', starts: every(7, 18), lengthMs: 5 * HOUR, breaks: [pause(0.25, 2, 3.5)] },
    {
      ...common,
      id: 'night',
      starts: [22 * 60],
      lengthMs: 9 * HOUR,
      breaks: [pause(1, 3, 6)],
      cost: 1.25,
      most: 6,
    },
  ];
}

/** A seventh of the agents are away for two days. */
function agents(dates: readonly string[], individual: boolean): PlanningAgent[] {
  const full: Terms = { patterns: ['full'], days: ALL_DAYS, hours: null, mostShifts: 5, mostMs: 43 * HOUR };
  const kinds: [number, Terms][] = [
    [40, full],
    [20, { ...full, days: [1, 2, 3, 4, 5] }],
    [15, { ...full, patterns: ['part'], mostMs: 25 * HOUR }],
    [
      10,
      {
        ...full,
        patterns: ['part'],
        days: [1, 2, 3, 4, 5],
        hours: { from: 480, to: 900 },
        mostMs: 25 * HOUR,
      },
    ],
    [10, { ...full, patterns: ['full', 'night'], mostMs: 43 * HOUR }],
    [5, { ...full, patterns: ['full', 'part'], mostMs: 30 * HOUR }],
  ];
  return kinds
    .flatMap(([size, terms]) => Array.from({ length: size }, (_, i) => ({ terms, isAway: i % 7 === 0 })))
    .map(({ terms, isAway }, i) => ({
      id: `agent-${i + 1}`,
      terms: individual ? own(terms, i) : terms,
      away: new Set(isAway ? [dates[i % 5]!, dates[(i + 1) % 7]!] : []),
    }));
}

/** The same with a day less, and for every other agent with hours. */
function own(terms: Terms, i: number): Terms {
  const off = 1 + ((i * 5) % 7);
  const hours = { from: 360 + 30 * (i % 4), to: 1_080 + 30 * (i % 10) };
  return {
    ...terms,
    days: terms.days.filter((day) => day !== off),
    hours: i % 2 === 0 ? hours : terms.hours,
  };
}
