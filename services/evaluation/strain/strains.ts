import type { ContactCenter } from '../../center/contact-center.ts';
import type { Span } from '../../domain/strain/spans.ts';
import { around, type Strain, strainOf } from '../../domain/strain/strain.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryHandlings, queryPieces, queryPlans } from './queries.ts';

export interface AgentStrain extends Strain {
  readonly id: string;
  /** Of the configuration; null where it has none. */
  readonly name: string | null;
  readonly team: string;
}

/** Of those who are most strained, then of those who are less. */
const ORDER = ['high', 'some', 'none'];

/**
 * The strain of all agents who were logged in, or planned, in the range, the most strained first. For whoever leads them:
 * no figure of the catalogue is made of it, and no score. A query a source, however many agents there are.
 *
 * @param now UTC ms
 */
export async function queryStrain(
  { clickhouse, center }: { clickhouse: ClickHouse; center: ContactCenter },
  range: Span,
  now: number,
  filters: Pick<Filters, 'agent' | 'team'>,
): Promise<AgentStrain[]> {
  const known = around(range);
  const [found, plans] = await Promise.all([
    queryPieces(clickhouse, known, now, filters),
    queryPlans(clickhouse, known, filters),
  ]);
  const ids = found.map(({ agent }) => agent);
  const handlings = await queryHandlings(clickhouse, known, now, ids, center.complaints);
  const configured = new Map(center.agents.map((agent) => [agent.id, agent]));
  return found
    .map(({ agent, team, pieces }): AgentStrain => {
      const record = {
        pieces,
        plans: plans.get(agent) ?? [],
        handlings: handlings.get(agent) ?? [],
      };
      return {
        id: agent,
        name: configured.get(agent)?.name ?? null,
        team: configured.get(agent)?.team ?? team,
        ...strainOf(record, range, now),
      };
    })
    .filter(({ loggedInMs, breaks }) => loggedInMs > 0 || breaks.planned > 0)
    .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || (a.id < b.id ? -1 : 1));
}
