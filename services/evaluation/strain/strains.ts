import type { ContactCenter } from '../../center/contact-center.ts';
import { believed } from '../../domain/strain/believed.ts';
import type { Span } from '../../domain/strain/spans.ts';
import { around, type Strain, strainOf } from '../../domain/strain/strain.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { inSlices } from '../../lib/in-slices.ts';
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
  const [found, plans, handlings] = await Promise.all([
    queryPieces(clickhouse, known, now, filters),
    queryPlans(clickhouse, known, filters),
    queryHandlings(clickhouse, known, now, filters, center.complaints),
  ]);
  const configured = new Map(center.agents.map((agent) => [agent.id, agent]));
  const strains: AgentStrain[] = [];
  // Half a millisecond an agent and week: of a thousand agents, others would wait.
  await inSlices(found, ({ agent, team, pieces }) => {
    const record = {
      pieces: believed(pieces),
      plans: plans.get(agent) ?? [],
      handlings: handlings.get(agent) ?? [],
    };
    const strain = strainOf(record, range, now);
    if (strain.loggedInMs === 0 && strain.breaks.planned === 0) return;
    const person = configured.get(agent);
    strains.push({ id: agent, name: person?.name ?? null, team: person?.team ?? team, ...strain });
  });
  return strains.sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || (a.id < b.id ? -1 : 1));
}
