import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { queryLiveAgents } from '../../metrics/live/agents.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { readPlans } from '../plans.ts';
import type { RunningDay } from './running-day.ts';
import type { SeriesName } from './staffing-port.ts';
import { readWorkShares } from './work-shares.ts';

/** How many agents are planned and there for a queue and channel, a value an interval; parts of agents are shares. */
export interface People {
  /** Planned on queue; null where of nobody who works on it anything is planned today. */
  readonly scheduled: readonly number[] | null;
  /** On queue: on average in what is over, now in the interval that runs; null in the future. */
  readonly present: readonly (number | null)[];
}

const ON_QUEUE = ['available', 'busy', 'wrap_up'] as const;

/** Reads who is planned and who is there on a day, and gives a function that shares them out. */
export async function readPeople(
  clickhouse: ClickHouse,
  day: RunningDay,
  concurrencyOf: (series: SeriesName) => number,
): Promise<(series: SeriesName) => People> {
  const [shares, plans, live, states] = await Promise.all([
    readWorkShares(clickhouse, day.from, concurrencyOf),
    readPlans(clickhouse, day),
    queryLiveAgents(clickhouse, day.now),
    readOnQueue(clickhouse, day),
  ]);
  const teams = new Map([...plans, ...live].map(({ agent, team }) => [agent, team]));
  const working = live.filter(({ state }) => (ON_QUEUE as readonly string[]).includes(state));

  return (series) => {
    const shareOf = (agent: string) => shares.of({ agent, team: teams.get(agent) ?? '' }, series);
    const scheduled = day.intervals.map(() => 0);
    let isPlanned = false;
    for (const { agent, activity, startsAt, endsAt } of plans) {
      const share = shareOf(agent);
      if (share === 0) continue;
      isPlanned = true;
      if (activity !== 'on_queue') continue;
      day.intervals.forEach(({ from, to }, i) => {
        const ms = Math.min(endsAt, to) - Math.max(startsAt, from);
        if (ms > 0) scheduled[i]! += (share * ms) / (to - from);
      });
    }
    const present = day.intervals.map(({ from, to }): number | null => {
      if (from > day.now) return null;
      if (to > day.now) return working.reduce((sum, { agent }) => sum + shareOf(agent), 0);
      return (states.get(from) ?? []).reduce(
        (sum, { agent, ms }) => sum + (shareOf(agent) * ms) / (to - from),
        0,
      );
    });
    return { scheduled: isPlanned ? scheduled : null, present };
  };
}

/** Time on queue of each agent, by begin of the interval. */
async function readOnQueue(clickhouse: ClickHouse, { from, now, intervals }: RunningDay) {
  const byInterval = new Map<number, { agent: string; ms: number }[]>();
  const starts = intervals.map((interval) => interval.from).filter((start) => start < now);
  if (starts.length === 0 || from >= now) return byInterval;
  const ids = ON_QUEUE.map((state) => `${state}_time`);
  const rows = await queryMetrics(clickhouse, {
    metrics: ids.map((id) => findMetric(id)!),
    from,
    to: now,
    now,
    starts,
    groupBy: ['agent'],
    filters: {},
  });
  for (const { bucket, group, values } of rows) {
    const ms = ids.reduce((sum, id) => sum + (values[id] ?? 0), 0);
    if (ms === 0) continue;
    const agents = byInterval.get(bucket) ?? [];
    agents.push({ agent: group[0]!, ms });
    byInterval.set(bucket, agents);
  }
  return byInterval;
}
