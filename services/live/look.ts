import { getOrInsert } from '../lib/get-or-insert.ts';
import type { Filters } from '../metrics/filters.ts';
import { AGENT_STATE_MAX_MS, type LiveAgent } from '../metrics/live/agents.ts';
import type { AgentsRow, OpenRow, TargetsRow } from '../metrics/live/board.ts';
import { CALL_MAX_MS } from '../metrics/live/queues.ts';
import type { LiveTarget } from '../metrics/live/targets.ts';
import type { Mirror } from './mirror.ts';
import { KIND } from './rows.ts';
import { smallest } from './smallest.ts';
import type { Place } from './traits.ts';

/**
 * The questions that boards ask of a mirror, answered as `metrics/live` answers them from what is stored: the same
 * definitions, row for row. All times are UTC ms.
 */

/** What a walk over the rows counts in a queue and channel. */
interface Count {
  open: OpenRow;
  targets: TargetsRow;
}

/** Of each queue and channel, what waits and is handled, and targets that are at risk or were missed. */
export function lookAtQueues(
  { rows }: Mirror,
  now: number,
  filters: Filters = {},
): { open: OpenRow[]; targets: TargetsRow[] } {
  const allowed = rows.traits.allowed(filters);
  const { places, placeOf } = rows.traits;
  const counts = places.map(noneOf);
  const { kind, at, span, traits, end } = rows.columns;
  const callsFrom = now - CALL_MAX_MS;
  for (let row = 0; row < end; row++) {
    const of = kind[row]!;
    if (of === 0) continue;
    const id = traits[row]!;
    if (allowed !== null && allowed[id] === 0) continue;
    const { open, targets } = counts[placeOf[id]!]!;
    const time = at[row]!;
    if (of === KIND.sla_target) {
      if (time < now) targets.breached++;
      else if (time < now + span[row]!) targets.at_risk++;
    } else if (time >= callsFrom || open.channel !== 'voice') {
      if (of === KIND.handle_spell) open.handling++;
      else if (open.waiting++ === 0 || time < open.oldest) open.oldest = time;
    }
  }
  return {
    open: counts.flatMap(({ open }) => (open.waiting + open.handling > 0 ? [open] : [])),
    targets: counts.flatMap(({ targets }) => (targets.at_risk + targets.breached > 0 ? [targets] : [])),
  };
}

function noneOf({ queue, channel }: Place): Count {
  return {
    open: { queue, channel, waiting: 0, oldest: 0, handling: 0 },
    targets: { queue, channel, at_risk: 0, breached: 0 },
  };
}

const AVAILABLE = new Set(['available']);
const BUSY = new Set(['busy', 'wrap_up']);
const AWAY = new Set(['break', 'training', 'meeting', 'away']);

/** Of each queue, what those who serve it do. */
export function lookAtAgentsOfQueues({ agents }: Mirror, now: number): AgentsRow[] {
  const found = new Map<string, AgentsRow>();
  for (const { state, queues } of agents.latest(now - AGENT_STATE_MAX_MS, now)) {
    for (const queue of queues) {
      const row = getOrInsert(found, queue, () => ({ queue, available: 0, busy: 0, away: 0 }));
      if (AVAILABLE.has(state)) row.available++;
      else if (BUSY.has(state)) row.busy++;
      else if (AWAY.has(state)) row.away++;
    }
  }
  return [...found.values()];
}

/** Agents who are logged in, those longest in their state first; `filters` by agent, team, or a queue they serve. */
export function lookAtAgents(
  { agents }: Mirror,
  now: number,
  { agent: names, team: teams, queue: served }: Filters = {},
): LiveAgent[] {
  const isAmong = (values: readonly string[] | undefined, ...own: readonly string[]) =>
    values === undefined || values.length === 0 || own.some((one) => values.includes(one));
  return agents
    .latest(now - AGENT_STATE_MAX_MS, now)
    .filter(
      ({ agent, team, state, queues }) =>
        state !== 'offline' && isAmong(names, agent) && isAmong(teams, team) && isAmong(served, ...queues),
    )
    .sort((a, b) => a.at - b.at || (a.agent < b.agent ? -1 : 1))
    .map(({ agent, team, state, at, slots, slotsBusy, queues }) => ({
      agent,
      team,
      state,
      since: new Date(at).toISOString(),
      sinceMs: Math.max(0, now - at),
      load: slotsBusy,
      slots,
      queues: [...queues],
    }));
}

/** Running targets that are at risk or breached, soonest due first. */
export function lookAtTargets(
  { rows, idOf }: Mirror,
  {
    now,
    state,
    filters,
    limit,
  }: { now: number; state: 'at_risk' | 'breached'; filters: Filters; limit: number },
): LiveTarget[] {
  const allowed = rows.traits.allowed(filters);
  const { kind, at, span, traits, owner, end } = rows.columns;
  const of = (row: number) => rows.traits.of(traits[row]!);
  const isWanted = (due: number, spanMs: number) =>
    state === 'breached' ? due < now : due >= now && due < now + spanMs;
  const compare = (a: number, b: number) => {
    if (at[a] !== at[b]) return at[a]! - at[b]!;
    const [x, y] = [idOf(owner[a]!), idOf(owner[b]!)];
    if (x !== y) return x < y ? -1 : 1;
    return of(a).label < of(b).label ? -1 : 1;
  };
  const soonest = smallest(limit, compare);
  for (let row = 0; row < end; row++) {
    if (
      kind[row] === KIND.sla_target &&
      isWanted(at[row]!, span[row]!) &&
      (allowed === null || allowed[traits[row]!] === 1)
    )
      soonest.add(row);
  }
  return soonest.inOrder().map((row) => {
    const { label, queue, channel, agent, priority, policy } = of(row);
    return {
      conversationId: idOf(owner[row]!),
      metric: label,
      dueAt: new Date(at[row]!).toISOString(),
      remainingMs: at[row]! - now,
      ...{ queue, channel, agent, priority, policy },
    };
  });
}
