import type { FastifyRequest } from 'fastify';
import { bindFilters } from '../access/filters.ts';
import type { Scope } from '../access/principal.ts';
import type { Narrowing } from '../access/table.ts';
import { journalOf } from '../evaluation/journal/journal.ts';
import type { RoundView } from '../evaluation/rounds/detail.ts';
import { createRounds } from '../evaluation/rounds/rounds.ts';
import type { HistoryView, RoundSummary } from '../evaluation/rounds/view.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import type { QueryDeps } from './deps.ts';
import { withoutFew } from './own-scorecards.ts';
import { notFound } from './problems.ts';

/** Lists of rounds: of one's own teams, or those that one is in. How many colleagues have confirmed is not told to one. */
export const ownRounds: Narrowing = {
  request: bindToOwn,
  answer: ({ rounds, ...rest }: { rounds: RoundSummary[] }, scope) => ({
    ...rest,
    rounds: scope.agent === undefined ? rounds : rounds.map(withoutCount),
  }),
};

/** Figures of several rounds side by side: of one's own teams, or one's own. */
export const ownRoundsCompared: Narrowing = { request: bindToOwn };

/** Opening a round of one's own team. */
export const ownNewRound: Narrowing = {
  request({ body }, scope) {
    ofWholeTeams(scope);
    bindFilters({ team: (body as { team: string }).team }, scope);
  },
};

/** One round, and what is done in it. Another's is as if there were none. An agent sees of it what is about itself. */
export function ownRound({ clickhouse }: Pick<QueryDeps, 'clickhouse'>): Narrowing {
  const rounds = createRounds(journalOf(clickhouse));
  return {
    async request({ params }, scope) {
      ofWholeTeams(scope);
      const found = await rounds.one((params as { id: string }).id);
      const { team, members = [] } = found?.round ?? {};
      const isOwn =
        (scope.team === undefined || (team !== undefined && scope.team.includes(team))) &&
        (scope.agent === undefined || members.some(({ agent }) => scope.agent!.includes(agent)));
      if (found === null || !isOwn) throw notFound('round with this id');
    },
    answer: (round: RoundView, scope) => (scope.agent === undefined ? round : seenBy(round, scope.agent)),
  };
}

function bindToOwn(request: FastifyRequest, scope: Scope): void {
  ofWholeTeams(scope);
  request.query = bindFilters(request.query as Record<string, unknown>, scope);
}

/** A round is about everything that a team does: whoever sees some queues only would see others through it. */
function ofWholeTeams(scope: Scope): void {
  if (scope.queue === undefined) return;
  throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not see that', {
    detail: 'a round is of all that a team does, and this key sees some queues only',
  });
}

function withoutCount({ confirmed: _, ...rest }: RoundSummary): Omit<RoundSummary, 'confirmed'> {
  return rest;
}

/** Versions count what all do, so that they would tell how many have confirmed: an agent's history has its own. */
function seenBy(
  { confirmed: _, version: _all, members, history, ...rest }: RoundView,
  own: readonly string[],
) {
  return {
    ...rest,
    members: members
      .filter(({ agent }) => own.includes(agent))
      .map((member) => ({ ...member, card: member.card && withoutFew(member.card) })),
    history: history
      .flatMap((entry) => entryFor(entry, own))
      .map((entry, before) => ({ ...entry, version: before + 1 })),
  };
}

function entryFor(entry: HistoryView, own: readonly string[]): HistoryView[] {
  if (entry.agent !== undefined && !own.includes(entry.agent)) return [];
  if (entry.changes === undefined) return [entry];
  const changes = entry.changes.filter(({ agent }) => own.includes(agent));
  return changes.length === 0 ? [] : [{ ...entry, changes }];
}
