import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { queryLiveAgents } from '../../metrics/live/agents.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { readPlans } from '../plans.ts';
import type { RunningDay } from './running-day.ts';

/** Somebody who is there, or planned to be, for a part of an interval. */
export interface Attendance {
  readonly agent: string;
  readonly team: string;
  /** 0 to 1. */
  readonly presence: number;
}

/** Who is planned and who is there on a day, by interval. */
export interface People {
  /** Planned on queue. */
  readonly scheduled: readonly (readonly Attendance[])[];
  /** On queue: for the part of an interval that is over, or at this moment in the one that runs; null in the future. */
  readonly present: readonly (readonly Attendance[] | null)[];
  /** All of whom anything is planned. */
  readonly planned: readonly Attendance[];
}

const ON_QUEUE: readonly string[] = ['available', 'busy', 'wrap_up'];

export async function readPeople(clickhouse: ClickHouse, day: RunningDay): Promise<People> {
  const [plans, live, times] = await Promise.all([
    readPlans(clickhouse, day),
    queryLiveAgents(clickhouse, day.now),
    readOnQueue(clickhouse, day),
  ]);
  const teams = new Map([...plans, ...live].map(({ agent, team }) => [agent, team]));
  const attendance = (agent: string, presence: number) => ({
    agent,
    team: teams.get(agent) ?? '',
    presence,
  });
  const working = live.filter(({ state }) => ON_QUEUE.includes(state));
  return {
    scheduled: day.intervals.map(({ from, to }) =>
      plans.flatMap(({ agent, activity, startsAt, endsAt }) => {
        const ms = Math.min(endsAt, to) - Math.max(startsAt, from);
        return activity === 'on_queue' && ms > 0 ? [attendance(agent, ms / (to - from))] : [];
      }),
    ),
    present: day.intervals.map(({ from, to }) => {
      if (from > day.now) return null;
      if (to > day.now) return working.map(({ agent }) => attendance(agent, 1));
      return (times.get(from) ?? []).map(({ agent, ms }) => attendance(agent, ms / (to - from)));
    }),
    planned: plans.map(({ agent }) => attendance(agent, 1)),
  };
}

/** Time on queue of each agent, by begin of the interval. */
async function readOnQueue(clickhouse: ClickHouse, { from, now, intervals }: RunningDay) {
  const byInterval = new Map<number, { agent: string; ms: number }[]>();
  const starts = intervals.map((interval) => interval.from).filter((start) => start < now);
  if (starts.length === 0) return byInterval;
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
    if (ms > 0) getOrInsert(byInterval, bucket, () => []).push({ agent: group[0]!, ms });
  }
  return byInterval;
}
