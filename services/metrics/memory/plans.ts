import { getOrInsert } from '../../lib/get-or-insert.ts';
import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';
import type { AgentScheduleRow } from './rows.ts';

/** The plans in force among those given, as `PLANS_IN_FORCE` finds them: of an agent no two overlap. */
export function plansInForce(plans: readonly AgentScheduleRow[]): AgentScheduleRow[] {
  const byAgent = new Map<string, AgentScheduleRow[]>();
  for (const plan of plans)
    if (plan.ends_at > plan.starts_at) getOrInsert(byAgent, plan.agent_id, () => []).push(asBelieved(plan));
  return [...byAgent.values()].flatMap((ofAgent) => {
    const isReplaced = (plan: AgentScheduleRow) =>
      ofAgent.some(
        (other) =>
          other.planned_at > plan.planned_at &&
          other.starts_at < plan.starts_at &&
          other.ends_at > plan.starts_at,
      );
    const inForce = ofAgent.filter((plan) => !isReplaced(plan)).toSorted((a, b) => a.starts_at - b.starts_at);
    return inForce.map((plan, i) => ({
      ...plan,
      ends_at: Math.min(plan.ends_at, inForce[i + 1]?.starts_at ?? plan.ends_at),
    }));
  });
}

/** No longer than plans are believed to last. */
function asBelieved(plan: AgentScheduleRow): AgentScheduleRow {
  return { ...plan, ends_at: Math.min(plan.ends_at, plan.starts_at + AGENT_LOOK_BACK_MS) };
}
