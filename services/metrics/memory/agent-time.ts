import { getOrInsert } from '../../lib/get-or-insert.ts';
import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';
import type { RangeRequest } from '../rows/source.ts';
import { plansInForce } from './plans.ts';
import { type AgentScheduleRow, type AgentStateRow, groupOf, type PlacedRow } from './rows.ts';

/** What is known of an agent from an instant on. */
interface Known {
  agent: string;
  team: string;
  state: string;
  plan: string;
  slots: number;
  slots_busy: number;
}

/** News of an agent: what it changes. Of one instant, the end of a plan is first, then states and begins by their names. */
interface News {
  t: number;
  place: string;
  agent: string;
  change: Partial<Known>;
  /** Of the plan: where the agent is, as long as the agent's own news say nothing. */
  plannedTeam?: string;
}

/** The time of agents in pieces, split at the borders of buckets. */
export function placeAgentTime(
  { states, schedules }: { states: readonly AgentStateRow[]; schedules: readonly AgentScheduleRow[] },
  request: RangeRequest,
): PlacedRow[] {
  const { from, to, now, starts, groupBy } = request;
  const end = Math.min(to, Math.max(now, from));
  const begin = from - AGENT_LOOK_BACK_MS;
  const isWanted = (agent: string, team: string, at: number) =>
    at >= begin && at < end && among(request.filters.agent, agent) && among(request.filters.team, team);
  const news: News[] = [
    ...states
      .filter(({ agent_id, team, at }) => isWanted(agent_id, team, at))
      .map(({ agent_id, at, event_id, team, state, slots, slots_busy }) => ({
        t: at,
        place: event_id,
        agent: agent_id,
        change: { team, state, slots, slots_busy },
      })),
    ...plansInForce(schedules.filter(({ starts_at }) => starts_at >= begin && starts_at < end))
      .filter(({ agent_id, team, starts_at }) => isWanted(agent_id, team, starts_at))
      .flatMap(({ agent_id, team: plannedTeam, starts_at, ends_at, activity }) => [
        { t: ends_at, place: '', agent: agent_id, change: { plan: '' }, plannedTeam },
        { t: starts_at, place: 'begin', agent: agent_id, change: { plan: activity }, plannedTeam },
      ]),
  ];
  const byAgent = new Map<string, News[]>();
  for (const one of news) getOrInsert(byAgent, one.agent, () => []).push(one);
  return [...byAgent.values()].flatMap((ofAgent) =>
    line(ofAgent, end).flatMap(({ known, ...span }) => {
      const since = Math.max(span.since, from);
      const until = Math.min(span.until, end);
      if (since >= until) return [];
      return starts.flatMap((start, i) => {
        const next = starts[i + 1] ?? to;
        if (start >= until || next <= since) return [];
        const ms = Math.max(0, Math.min(until, next) - Math.max(since, start));
        return [{ row: { ...known, ms }, at: start, group: groupOf(known, groupBy, COLUMNS) }];
      });
    }),
  );
}

const COLUMNS = { agent: 'agent', team: 'team' } as const;

function among(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

/** What was known of one agent, from each news to the next. */
function line(news: readonly News[], end: number): { since: number; until: number; known: Known }[] {
  const sorted = news.toSorted((a, b) => a.t - b.t || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  let known: Known = {
    agent: sorted[0]!.agent,
    team: '',
    state: 'offline',
    plan: '',
    slots: 0,
    slots_busy: 0,
  };
  let hasCome = false;
  return sorted.map(({ t, change, plannedTeam }, i) => {
    known = { ...known, ...change };
    hasCome ||= change.team !== undefined;
    if (!hasCome && plannedTeam !== undefined) known = { ...known, team: plannedTeam };
    return { since: t, until: sorted[i + 1]?.t ?? end, known };
  });
}
