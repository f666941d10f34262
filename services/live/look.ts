import { getOrInsert } from '../lib/get-or-insert.ts';
import type { Filters } from '../metrics/filters.ts';
import { AGENT_STATE_MAX_MS, type LiveAgent } from '../metrics/live/agents.ts';
import type { AgentsRow, BoardParts, OpenRow, TargetsRow } from '../metrics/live/board.ts';
import { handledFigures, MARKS, OPEN_MARK, recentFigures } from '../metrics/live/lately.ts';
import { CALL_MAX_MS, HANDLED_MS, RECENT_MS } from '../metrics/live/queues.ts';
import type { LiveTarget } from '../metrics/live/targets.ts';
import { HANDLED, type LatelyRows } from './lately-rows.ts';
import type { Mirror } from './mirror.ts';
import { KIND, type LiveRows } from './rows.ts';
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
  /** Stays of the last half hour, by mark; handling of the last hour. */
  stays: Uint32Array;
  handled: { count: number; sum: number };
}

/**
 * Of each queue and channel, what waits and is handled, targets that are at risk or were missed, and figures of what ended
 * lately. These are only right while `lately.isWhole`.
 */
export function lookAtQueues(
  { rows, lately }: Mirror,
  now: number,
  filters: Filters = {},
): Omit<BoardParts, 'agents'> {
  const allowed = rows.traits.allowed(filters);
  const counts = rows.traits.places.map(noneOf);
  countOpen(rows, now, allowed, counts);
  countLately(lately.rows, now, allowed, counts, rows.traits.placeOf);
  return {
    open: counts.flatMap(({ open }) => (open.waiting + open.handling > 0 ? [open] : [])),
    targets: counts.flatMap(({ targets }) => (targets.at_risk + targets.breached > 0 ? [targets] : [])),
    recent: counts.flatMap(({ open: { queue, channel }, stays }) => {
      const recent = { queue, channel, ...recentFigures(stays) };
      return recent.offered > 0 ? [recent] : [];
    }),
    handled: counts.flatMap(({ open: { queue, channel }, handled: { count, sum } }) =>
      count > 0 ? [{ queue, channel, ...handledFigures(count, sum) }] : [],
    ),
  };
}

type Allowed = Uint8Array | null;

function countOpen({ traits: table, columns }: LiveRows, now: number, allowed: Allowed, counts: Count[]) {
  const { placeOf } = table;
  const { kind, at, span, traits, end } = columns;
  const callsFrom = now - CALL_MAX_MS;
  const recentFrom = now - RECENT_MS;
  for (let row = 0; row < end; row++) {
    const of = kind[row]!;
    if (of === 0) continue;
    const id = traits[row]!;
    if (allowed !== null && allowed[id] === 0) continue;
    const { open, targets, stays } = counts[placeOf[id]!]!;
    const time = at[row]!;
    if (of === KIND.sla_target) {
      if (time < now) targets.breached++;
      else if (time < now + span[row]!) targets.at_risk++;
      continue;
    }
    if (of === KIND.queue_spell && time >= recentFrom && time < now) stays[OPEN_MARK]!++;
    if (time < callsFrom && open.channel === 'voice') continue;
    if (of === KIND.handle_spell) open.handling++;
    else if (open.waiting++ === 0 || time < open.oldest) open.oldest = time;
  }
}

function countLately(
  { columns }: LatelyRows,
  now: number,
  allowed: Allowed,
  counts: Count[],
  placeOf: Uint32Array,
) {
  const { mark, time, value, traits, end } = columns;
  const recentFrom = now - RECENT_MS;
  const handledFrom = now - HANDLED_MS;
  for (let row = 0; row < end; row++) {
    const of = mark[row]!;
    const at = time[row]!;
    if (of === 0 || at >= now || at < (of === HANDLED ? handledFrom : recentFrom)) continue;
    const id = traits[row]!;
    if (allowed !== null && allowed[id] === 0) continue;
    const { stays, handled } = counts[placeOf[id]!]!;
    if (of === HANDLED) {
      handled.count++;
      handled.sum += value[row]!;
    } else stays[of]!++;
  }
}

function noneOf({ queue, channel }: Place): Count {
  return {
    open: { queue, channel, waiting: 0, oldest: 0, handling: 0 },
    targets: { queue, channel, at_risk: 0, breached: 0 },
    stays: new Uint32Array(MARKS),
    handled: { count: 0, sum: 0 },
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
