import { getOrInsert } from '../../lib/get-or-insert.ts';

/** The state of a queue and channel now. Durations are ms. */
export interface LiveQueue {
  queue: string;
  channel: string;
  waiting: number;
  longestWaitMs: number | null;
  handling: number;
  agentsAvailable: number;
  agentsBusy: number;
  agentsAway: number;
  /** Of the last 30 minutes, as are `offered` and `abandoned`. */
  serviceLevel: number | null;
  offered: number;
  abandoned: number;
  atRisk: number;
  breached: number;
  estimatedWaitMs: number | null;
}

/** Spells that are open now; `oldest` is when the first of those waiting began, UTC ms. */
export interface OpenRow {
  queue: string;
  channel: string;
  waiting: number;
  oldest: number;
  handling: number;
}

/** Stays in a queue that began in the last 30 minutes. */
export interface RecentRow {
  queue: string;
  channel: string;
  offered: number;
  abandoned: number;
  service_level: number | null;
}

/** Contacts whose handling ended in the last hour; `aht` in ms. */
export interface HandleRow {
  queue: string;
  channel: string;
  aht: number | null;
}

/** Agents who serve a queue, by what they do now. */
export interface AgentsRow {
  queue: string;
  available: number;
  busy: number;
  away: number;
}

/** Running targets that will be missed soon, or were. */
export interface TargetsRow {
  queue: string;
  channel: string;
  at_risk: number;
  breached: number;
}

/** What a board is made of, from wherever it comes. */
export interface BoardParts {
  open: readonly OpenRow[];
  recent: readonly RecentRow[];
  handled: readonly HandleRow[];
  agents: readonly AgentsRow[];
  targets: readonly TargetsRow[];
}

/**
 * What happens in each queue and channel now. Queues without anything to show are left out.
 *
 * @param now UTC ms
 */
export function boardOf({ open, recent, handled, agents, targets }: BoardParts, now: number): LiveQueue[] {
  const agentsOf = new Map(agents.map((row) => [row.queue, row]));
  const ahtOf = new Map(handled.map((row) => [keyOf(row), row.aht]));
  const queues = new Map<string, LiveQueue>();
  const at = (row: { queue: string; channel: string }): LiveQueue =>
    getOrInsert(queues, keyOf(row), () => emptyQueue(row, agentsOf.get(row.queue)));
  for (const row of recent) {
    Object.assign(at(row), {
      offered: row.offered,
      abandoned: row.abandoned,
      serviceLevel: row.service_level,
    });
  }
  for (const row of open) {
    const queue = at(row);
    queue.waiting = row.waiting;
    queue.handling = row.handling;
    queue.longestWaitMs = row.waiting > 0 ? Math.max(0, now - row.oldest) : null;
  }
  for (const row of targets) {
    if (row.at_risk + row.breached > 0)
      Object.assign(at(row), { atRisk: row.at_risk, breached: row.breached });
  }
  for (const queue of queues.values())
    queue.estimatedWaitMs = estimatedWait(queue, ahtOf.get(keyOf(queue)) ?? null);
  return [...queues.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** (AHT of the last hour / agents working the queue) x the position of who comes next; null with no agent. */
function estimatedWait(queue: LiveQueue, aht: number | null): number | null {
  const working = queue.agentsAvailable + queue.agentsBusy;
  if (working === 0 || aht === null) return null;
  return Math.round((aht / working) * (queue.waiting + 1));
}

function keyOf({ queue, channel }: { queue: string; channel: string }): string {
  return `${queue}\n${channel}`;
}

function emptyQueue(of: { queue: string; channel: string }, agents: AgentsRow | undefined): LiveQueue {
  return {
    queue: of.queue,
    channel: of.channel,
    waiting: 0,
    longestWaitMs: null,
    handling: 0,
    agentsAvailable: agents?.available ?? 0,
    agentsBusy: agents?.busy ?? 0,
    agentsAway: agents?.away ?? 0,
    serviceLevel: null,
    offered: 0,
    abandoned: 0,
    atRisk: 0,
    breached: 0,
    estimatedWaitMs: null,
  };
}
