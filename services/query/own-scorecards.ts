import { bindFilters } from '../access/filters.ts';
import type { Scope } from '../access/principal.ts';
import type { Narrowing } from '../access/table.ts';
import { PEERS_SHOWN_FROM } from '../domain/scorecard/peers.ts';
import type { TrendPoint } from '../evaluation/trend.ts';
import type { ScorecardView } from '../evaluation/view.ts';
import { HttpProblem } from '../lib/http/problems.ts';

type Card = ScorecardView & { trend?: TrendPoint[] };

interface Answer {
  of: string;
  scorecards: Card[];
}

/**
 * Scorecards of one's own teams, or of oneself. Where the peers are others whom the caller may not see, nothing that is
 * told of fewer than five of them goes out; and an agent cannot choose periods and filters until the answers differ by
 * one colleague.
 */
export const ownScorecards: Narrowing = {
  request(request, scope) {
    const query = bindFilters(request.query as Record<string, unknown>, scope);
    if (scope.agent !== undefined) keepToOneself(query);
    request.query = query;
  },
  answer: ({ scorecards, ...rest }: Answer, scope) => ({
    ...rest,
    scorecards: seesPeers(scope, rest.of) ? scorecards : scorecards.map(withoutFew),
  }),
};

/** Whoever leads a team sees all agents of it; other teams, and colleagues, are others. */
const seesPeers = (scope: Scope, of: string) => scope.agent === undefined && of === 'agent';

function keepToOneself(query: Record<string, unknown>): void {
  const asked = ['queue', 'channel', 'team'].filter((name) => [query[name] ?? []].flat().length > 0);
  if (query.period === 'custom') asked.push('period=custom');
  if (query.of !== undefined && query.of !== 'agent') asked.push(`of=${String(query.of)}`);
  if (asked.length === 0) return;
  throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not see that', {
    detail: `an agent sees its own scorecard of whole periods, without ${asked.join(', ')}`,
  });
}

/** A card without what would tell of fewer than five others. */
export function withoutFew<Own extends Card>(card: Own): Own {
  const rankOf = ({ rank, peers }: Pick<Card, 'rank' | 'peers'>) =>
    peers.n >= PEERS_SHOWN_FROM ? rank : null;
  const isEnough = ({ peers }: { peers: number }) => peers >= PEERS_SHOWN_FROM;
  return {
    ...card,
    rank: rankOf(card),
    ...(card.trend ? { trend: card.trend.map((point) => ({ ...point, rank: rankOf(point) })) } : {}),
    strengths: card.strengths.filter(isEnough),
    weaknesses: card.weaknesses.filter(isEnough),
    improvements: card.improvements.filter((one) => one.to === 'goal' || isEnough(one)),
  };
}
