import { parseContactCenter } from '../../services/center/contact-center.ts';
import { erlangA } from '../../services/domain/erlang/erlang-a.ts';
import { erlangC } from '../../services/domain/erlang/erlang-c.ts';
import { daysOf } from '../../services/workforce/days.ts';
import type { SeriesForecast } from '../../services/workforce/forecast/series-forecast.ts';
import {
  type StaffingAnswer,
  type StaffingRequest,
  staff,
} from '../../services/workforce/staffing/staffing.ts';
import type { AskedTerms } from '../../services/workforce/staffing/terms.ts';
import { atMost, type Bench, type Line } from './report.ts';

const QUEUES = 20;
const MONDAY = Date.UTC(2026, 2, 2);
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const MAX_ERLANGS = 200;
const AHT_MS = 240_000;
const GOAL_MS = 200;
const RUNS = 9;

const center = parseContactCenter('', 'bench.yaml');

const CASES: readonly [what: string, channel: string, asked: AskedTerms][] = [
  ['Erlang C', 'voice', { model: 'erlang_c' }],
  ['Erlang A, patience 3 min', 'voice', { patienceMs: 180_000 }],
  ['Erlang A, patience 1 h, no bound on occupancy', 'voice', { patienceMs: 3_600_000, maxOccupancy: 1 }],
  ['due within 4 h', 'email', {}],
];

/** Agents for a week of 20 queues in quarters of an hour, from forecasts that are there already. */
export const workforceBench: Bench = {
  name: 'workforce',
  title: `staffing: ${QUEUES} queues, a week at 15 min, up to ${MAX_ERLANGS} erlangs`,
  async run(say) {
    const lines: Line[] = [];
    for (const [what, channel, asked] of CASES) {
      const request: StaffingRequest = {
        from: MONDAY,
        to: MONDAY + 7 * DAY_MS,
        interval: '15m',
        zone: 'UTC',
        filters: {},
        groupBy: ['queue'],
        asked,
        volumeChange: 0,
        pooling: 'none',
        agents: null,
      };
      const series = Array.from({ length: QUEUES }, (_, queue) => seriesOf(queue, channel));
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const startedAt = process.cpuUsage();
        const answer = await staff(series, new Map(), center, request);
        const { user, system } = process.cpuUsage(startedAt);
        times.push((user + system) / 1_000);
        if (run === 0 && channel === 'voice') check(answer);
      }
      // The first has nothing compiled yet: it is what somebody waits for after a start.
      say(`${what}: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      const median = times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
      lines.push(
        atMost(
          'workforce',
          `staffing of ${QUEUES} queues for a week, ${what}`,
          median,
          GOAL_MS,
          ' ms of a core',
        ),
      );
    }
    return lines;
  },
};

/** Different in every interval: nothing is computed once for several. */
function seriesOf(queue: number, channel: string): SeriesForecast {
  const size = (MAX_ERLANGS * (queue + 1)) / QUEUES;
  const days = daysOf(MONDAY, MONDAY + 7 * DAY_MS, '15m', 'UTC').map((day) => {
    const forecast = day.starts.map((at) => {
      const wave = 0.505 - 0.495 * Math.cos((2 * Math.PI * (at % DAY_MS)) / DAY_MS);
      return ((size * QUARTER_MS) / AHT_MS) * wave * (1 - (at - MONDAY) / (70 * DAY_MS));
    });
    const none = day.starts.map(() => null);
    const aht = day.starts.map(() => AHT_MS);
    const borders = { lower80: none, upper80: none, lower95: none, upper95: none };
    return { ...day, ...borders, forecast, aht, actual: none, made: null, special: null };
  });
  return {
    queue: `queue-${queue}`,
    channel,
    days,
    method: 'bench',
    wape: null,
    candidates: [],
    coverage80: null,
    coverage95: null,
    folds: 0,
    notes: [],
    historyFrom: null,
    historyTo: null,
  };
}

/** @throws Error unless each number of agents reaches the goal, and one less does not */
function check({ groups, assumptions }: StaffingAnswer): void {
  groups.forEach(({ intervals }, i) => {
    const { goal, patienceMs } = assumptions[i]!.terms;
    for (const { contacts, required } of intervals) {
      const load = { calls: contacts!, intervalMs: QUARTER_MS, ahtMs: AHT_MS };
      const reaches = (agents: number): boolean => {
        if (agents < 1 || (patienceMs === null && agents <= (contacts! * AHT_MS) / QUARTER_MS)) return false;
        const { serviceLevel, occupancy } =
          patienceMs === null
            ? erlangC(load, agents, goal.thresholdMs)
            : erlangA(load, agents, goal.thresholdMs, patienceMs);
        return serviceLevel >= goal.serviceLevel && occupancy <= goal.maxOccupancy;
      };
      if (!reaches(required!) || reaches(required! - 1))
        throw new Error(`${required} agents are not the fewest for ${contacts} calls`);
    }
  });
}
