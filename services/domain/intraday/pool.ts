/** Somebody who is there for a part of an interval. */
export interface Member {
  /** The part of the interval, 0 to 1. */
  readonly presence: number;
  /**
   * The series that the agent works on, by number, and the part of the work that each takes. Where parts do not add up to
   * 1, the rest goes to series that are not looked at.
   */
  readonly shares: readonly (readonly [series: number, share: number])[];
}

/** What a series brings in an interval. */
export interface PoolLoad {
  readonly calls: number;
  /** Agents that it keeps busy on average. */
  readonly busy: number;
}

/** Those who work on a series, and all the work that falls to them. */
export interface Pool extends PoolLoad {
  readonly agents: number;
}

/** Who has done less than this of a series has helped out once. */
const LEAST_SHARE = 0.01;

/**
 * For each series, the pool of its agents: all who work on it, and what all the series they work on bring them, each by the
 * part of its people who are in the pool. Where agents serve several queues, they go where somebody waits: to cut them up
 * would have every queue look understaffed (see `../staffing/one-queue.ts`). A series with agents of its own is its own
 * pool.
 */
export function poolsOf(loads: readonly PoolLoad[], members: readonly Member[]): Pool[] {
  const people = loads.map(() => 0);
  for (const { presence, shares } of members)
    for (const [series, share] of shares) people[series]! += presence * share;
  const pools = loads.map(() => ({ agents: 0, calls: 0, busy: 0 }));
  for (const { presence, shares } of members) {
    const work = { calls: 0, busy: 0 };
    let agents = 0;
    for (const [series, share] of shares) {
      const part = people[series]! > 0 ? (presence * share) / people[series]! : 0;
      agents += presence * share;
      work.calls += part * loads[series]!.calls;
      work.busy += part * loads[series]!.busy;
    }
    for (const [series, share] of shares) {
      if (share < LEAST_SHARE) continue;
      const pool = pools[series]!;
      pool.agents += agents;
      pool.calls += work.calls;
      pool.busy += work.busy;
    }
  }
  return pools;
}
