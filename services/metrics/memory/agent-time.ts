import { getOrInsert } from '../../lib/get-or-insert.ts';
import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';
import type { RangeRequest } from '../rows/source.ts';
import { plansInForce } from './plans.ts';
import { type AgentScheduleRow, type AgentStateRow, groupOf, type PlacedRow } from './rows.ts';

/** What is known of an agent at an instant. */
interface Known {
  agent: string;
  team: string;
  state: string;
  plan: string;
  slots: number;
  slots_busy: number;
}

interface Span {
  since: number;
  until: number;
}

/**
 * The time of agents in pieces, split at the borders of buckets, as `rows/agent-time.ts` has it: from each instant at which
 * something may change to the next, what is known is looked up anew.
 */
export function placeAgentTime(
  { states, schedules }: { states: readonly AgentStateRow[]; schedules: readonly AgentScheduleRow[] },
  request: RangeRequest,
): PlacedRow[] {
  const { from, to, now, starts, groupBy, filters } = request;
  const end = Math.min(to, Math.max(now, from));
  const statesOf = groupedBy(
    // Of two states of one instant that with the greater id holds.
    states.toSorted((a, b) => a.at - b.at || (a.event_id < b.event_id ? -1 : 1)),
  );
  const plansOf = groupedBy(plansInForce(schedules));
  const agents = new Set([...statesOf.keys(), ...plansOf.keys()]);
  return [...agents]
    .filter((agent) => among(filters.agent, agent))
    .flatMap((agent) =>
      line(agent, statesOf.get(agent) ?? [], plansOf.get(agent) ?? [], { since: from, until: end }),
    )
    .filter(({ known }) => among(filters.team, known.team))
    .flatMap(({ since, until, known }) =>
      starts.flatMap((start, i) => {
        const next = starts[i + 1] ?? to;
        if (start >= until || next <= since) return [];
        const ms = Math.min(until, next) - Math.max(since, start);
        return [{ row: { ...known, ms }, at: start, group: groupOf(known, groupBy, COLUMNS) }];
      }),
    );
}

const COLUMNS = { agent: 'agent', team: 'team' } as const;

function groupedBy<T extends { agent_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) getOrInsert(groups, row.agent_id, () => []).push(row);
  return groups;
}

function among(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

/** What is known of one agent within a span, piece by piece. */
function line(
  agent: string,
  states: readonly AgentStateRow[],
  plans: readonly AgentScheduleRow[],
  { since, until }: Span,
): (Span & { known: Known })[] {
  const changes = [
    ...states.flatMap(({ at }) => [at, at + AGENT_LOOK_BACK_MS]),
    ...plans.flatMap(({ starts_at, ends_at }) => [starts_at, ends_at]),
  ].filter((at) => at > since && at < until);
  const borders = [...new Set([since, ...changes, until])].sort((a, b) => a - b);
  return borders.slice(0, -1).flatMap((border, i) => {
    const known = knownAt(border, agent, states, plans);
    return known === null ? [] : [{ since: border, until: borders[i + 1]!, known }];
  });
}

/** Null where neither a state nor a plan is known. */
function knownAt(
  instant: number,
  agent: string,
  states: readonly AgentStateRow[],
  plans: readonly AgentScheduleRow[],
): Known | null {
  const told = states.findLast(({ at }) => at <= instant);
  const planned = plans.find(({ starts_at, ends_at }) => starts_at <= instant && instant < ends_at);
  const plan = planned?.activity ?? '';
  if (told !== undefined && instant < told.at + AGENT_LOOK_BACK_MS)
    return {
      agent,
      team: told.team,
      state: told.state,
      plan,
      slots: told.slots,
      slots_busy: told.slots_busy,
    };
  if (plan === '') return null;
  return { agent, team: planned!.team, state: 'offline', plan, slots: 0, slots_busy: 0 };
}
