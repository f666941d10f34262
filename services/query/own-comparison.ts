import { bindFilters } from '../access/filters.ts';
import type { Scope } from '../access/principal.ts';
import type { Narrowing } from '../access/table.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import type { QueryDeps } from './deps.ts';
import type { ChangeMark } from './routes/evaluation/changes.ts';

type Query = Record<string, unknown>;

/** Comparisons of what is one's own: the filters of either side are bound as those of both. */
export const ownComparison: Narrowing = {
  request(request, scope) {
    const query = request.query as Query;
    for (const side of ['a', 'b']) {
      const dimensions = Object.keys(scope);
      bindFilters(Object.fromEntries(dimensions.map((name) => [name, query[`${side}_${name}`]])), scope);
    }
    request.query = bindFilters(query, scope);
  },
};

/** Changes that concern all, or something of one's own. */
export function ownChanges({ center }: Pick<QueryDeps, 'center'>): Narrowing {
  return {
    answer: ({ changes }: { changes: ChangeMark[] }, scope) => ({
      changes: changes.filter((change) => concerns(change, scope, center())),
    }),
  };
}

/** Whether a change concerns all, or something that the scope has in it. */
export function concerns(
  change: Pick<ChangeMark, 'queue' | 'team'>,
  scope: Scope,
  { queues, agents }: ContactCenter,
): boolean {
  const teamsOfQueues = queues
    .filter(({ id }) => change.queue.includes(id))
    .flatMap(({ team }) => team ?? []);
  const queuesOfTeams = queues
    .filter(({ team }) => team !== undefined && change.team.includes(team))
    .map(({ id }) => id);
  const teams = [...change.team, ...teamsOfQueues];
  const ownTeams =
    scope.agent && agents.filter(({ id }) => scope.agent!.includes(id)).map(({ team }) => team);
  return (
    isOneOf([...change.queue, ...queuesOfTeams], scope.queue) &&
    isOneOf(teams, scope.team) &&
    isOneOf(teams, ownTeams)
  );
}

const isOneOf = (concerned: readonly unknown[], own: readonly unknown[] | undefined) =>
  own === undefined || concerned.length === 0 || concerned.some((one) => own.includes(one));
