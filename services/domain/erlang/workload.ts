export type ErlangCode =
  /** More work than agents, and nobody gives up: the queue grows for ever and no figure describes it. */
  | 'ERLANG_UNSTABLE'
  | 'ERLANG_BAD_INPUT'
  /** Beyond what is worth computing while somebody waits. */
  | 'ERLANG_TOO_LARGE';

export class ErlangError extends Error {
  readonly code: ErlangCode;

  constructor(code: ErlangCode, message: string) {
    super(message);
    this.name = 'ErlangError';
    this.code = code;
  }
}

/** What callers bring: how many in which time, and how long each keeps an agent busy (talk, hold, after-call). */
export interface Workload {
  readonly calls: number;
  readonly intervalMs: number;
  readonly ahtMs: number;
}

/** The most agents or lines that anything is computed for; the cost is linear in it. */
export const MAX_SERVERS = 100_000;

/**
 * Agents kept busy on average: calls x AHT / interval, in erlangs.
 *
 * @throws ErlangError ERLANG_BAD_INPUT
 */
export function offeredErlangs({ calls, intervalMs, ahtMs }: Workload): number {
  requireInput(calls >= 0 && Number.isFinite(calls), 'calls', calls);
  requireInput(intervalMs > 0 && Number.isFinite(intervalMs), 'intervalMs', intervalMs);
  requireInput(ahtMs > 0 && Number.isFinite(ahtMs), 'ahtMs', ahtMs);
  return (calls * ahtMs) / intervalMs;
}

/** @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE */
export function requireServers(servers: number): void {
  requireInput(Number.isInteger(servers) && servers >= 0, 'agents or lines', servers);
  if (servers > MAX_SERVERS) {
    throw new ErlangError('ERLANG_TOO_LARGE', `${servers} agents or lines are more than ${MAX_SERVERS}`);
  }
}

/** @throws ErlangError ERLANG_BAD_INPUT */
export function requireInput(holds: boolean, name: string, value: number): void {
  if (!holds) throw new ErlangError('ERLANG_BAD_INPUT', `${name} cannot be ${value}`);
}
