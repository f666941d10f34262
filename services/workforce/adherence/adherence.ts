import type { ContactCenter } from '../../center/contact-center.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { OUT_OF_SCHEDULE, SCHEDULED } from '../../metrics/catalogue/agents.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { figureSql } from '../../metrics/evaluate/sql.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryLiveAgents } from '../../metrics/live/agents.ts';
import { agentTimeRows } from '../../metrics/rows/agent-time.ts';
import { readPlans } from '../plans.ts';

/** How well an agent kept to the schedule in a range. */
export interface AgentAdherence {
  agent: string;
  /** Of the configuration; null where it has none. */
  name: string | null;
  team: string;
  /** Planned for anything but off, ms; and of that, doing something else. */
  scheduledMs: number;
  outOfScheduleMs: number;
  /** The metrics of these names; null where nothing was scheduled. */
  adherence: number | null;
  conformance: number | null;
  /** What the agent does now. */
  state: string;
  /** What is planned now; null where nothing is. */
  planned: string | null;
}

export interface AdherenceRequest {
  /** UTC ms; `to` is not in it. What lies in the future is not counted. */
  from: number;
  to: number;
  now: number;
  filters: Pick<Filters, 'agent' | 'team'>;
}

type Figures = Pick<
  AgentAdherence,
  'agent' | 'team' | 'scheduledMs' | 'outOfScheduleMs' | 'adherence' | 'conformance'
>;

const FIGURES = [
  ['scheduledMs', SCHEDULED],
  ['outOfScheduleMs', OUT_OF_SCHEDULE],
  ['adherence', findMetric('adherence')!.figure],
  ['conformance', findMetric('conformance')!.figure],
] as const;

/** Every agent of whom a state or a plan is known in the range, by id: figures of the catalogue, one row an agent. */
export async function queryAdherence(
  { clickhouse, center }: { clickhouse: ClickHouse; center: ContactCenter },
  { from, to, now, filters }: AdherenceRequest,
): Promise<AgentAdherence[]> {
  const rows = agentTimeRows({ from, to, now, filters, starts: [from], groupBy: ['agent'] });
  const figures = FIGURES.map(([name, figure]) => `(${figureSql(figure)})::Nullable(Float64) AS ${name}`);
  const [found, live, plans] = await Promise.all([
    clickhouse.query<Figures>({
      sql: `SELECT agent, argMax(team, began) AS team, ${figures.join(', ')}
FROM ${rows.from}
GROUP BY agent
ORDER BY agent`,
      params: rows.params,
    }),
    queryLiveAgents(clickhouse, now, filters),
    readPlans(clickhouse, { from: now, to: now + 1, filters }),
  ]);
  const states = new Map(live.map(({ agent, state }) => [agent, state]));
  const planned = new Map(plans.map(({ agent, activity }) => [agent, activity]));
  const names = new Map(center.agents.map(({ id, name }) => [id, name]));
  return found.map(({ agent, team, ...row }) => ({
    agent,
    name: names.get(agent) ?? null,
    team,
    ...row,
    state: states.get(agent) ?? 'offline',
    planned: planned.get(agent) ?? null,
  }));
}
