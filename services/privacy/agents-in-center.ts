import type { ContactCenter } from '../center/contact-center.ts';
import { type CenterNews, centerInForce } from '../center/in-force.ts';
import type { RoleContext } from '../lib/role.ts';
import { type AgentHash, agentHashOf } from './agent-hash.ts';

/**
 * The reference data in force as `centerInForce` gives them, with agents under the ids that events have once they are
 * hashed, and what they are hashed with; null where they are not.
 *
 * Throws as `agentHashOf` does. Whether ids are hashed is taken up at the start.
 */
export async function centerOfHashed(
  context: RoleContext,
  onChange: (center: ContactCenter) => void = () => {},
  news: CenterNews = {},
): Promise<{ center: () => ContactCenter; agents: AgentHash | null }> {
  const plain = await centerInForce(
    context,
    (next) => {
      current = withHashedAgents(next, agents);
      onChange(current);
    },
    news,
  );
  const agents = agentHashOf(context.environment, plain().privacy);
  let current = withHashedAgents(plain(), agents);
  return { center: () => current, agents };
}

/** The same configuration with the hash of an agent wherever it names one. Agents without a name keep their id as one. */
export function withHashedAgents(center: ContactCenter, agents: AgentHash | null): ContactCenter {
  if (agents === null) return center;
  const { hash } = agents;
  const { alerting, workforce } = center;
  const label = (match: Record<string, string[]>) =>
    match.agent === undefined ? match : { ...match, agent: match.agent.map(hash) };
  return {
    ...center,
    agents: center.agents.map((one) => ({ ...one, id: hash(one.id), name: one.name ?? one.id })),
    goals: center.goals.map((goal) =>
      goal.agent === undefined ? goal : { ...goal, agent: hash(goal.agent) },
    ),
    workforce: {
      ...workforce,
      shifts: {
        ...workforce.shifts,
        agents: workforce.shifts.agents.map((entry) => ({ ...entry, agent: entry.agent.map(hash) })),
      },
    },
    alerting: {
      ...alerting,
      rules: alerting.rules.map((rule) =>
        'when' in rule && 'agent' in rule.when
          ? { ...rule, when: { ...rule.when, agent: rule.when.agent.map(hash) } }
          : rule,
      ) as typeof alerting.rules,
      routes: alerting.routes.map((route) => ({ ...route, match: label(route.match) })),
      inhibit: alerting.inhibit.map((one) => ({
        ...one,
        source: label(one.source),
        target: label(one.target),
      })),
    },
  };
}
