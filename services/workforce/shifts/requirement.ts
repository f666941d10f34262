import { wholePeople } from '../../domain/erlang/staffing.ts';
import type { Filters } from '../../metrics/filters.ts';
import type { PlanningInterval } from '../days.ts';
import type { Pooling } from '../staffing/pools.ts';
import type { Staffing } from '../staffing/staffing.ts';

export interface RequirementRequest {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
  readonly interval: PlanningInterval;
  readonly zone: string;
  readonly filters: Filters;
  /** Share of planned time that is lost otherwise than to breaks. */
  readonly shrinkage: number;
  /** Who shares agents. */
  readonly pooling: Pooling;
}

export interface Required {
  /** Agents to be planned, shrinkage included, by begin of the interval, UTC ms. */
  readonly agents: ReadonlyMap<number, number>;
  /** What is left out of it. */
  readonly notes: readonly string[];
}

/** Says how many agents shifts have to cover. */
export type Requirement = (request: RequirementRequest) => Promise<Required>;

/** What staffing by the forecasts says. Of what it does not know, nobody is planned, and its notes tell. */
export const requirementBy =
  (staffing: Staffing): Requirement =>
  async ({ shrinkage, ...asked }) => {
    const request = { ...asked, groupBy: [], asked: { shrinkage }, volumeChange: 0, agents: null };
    const { groups, notes } = await staffing.of(request);
    const intervals = groups.flatMap((group) => group.intervals);
    return { agents: new Map(intervals.map(({ from, paid }) => [from, wholePeople(paid ?? 0)])), notes };
  };
