import type { FastifyRequest } from 'fastify';
import { isWithin, type Scope } from '../access/principal.ts';
import type { Narrowing } from '../access/table.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import type { QueryDeps } from './deps.ts';
import { notFound } from './problems.ts';
import { type AlertView, queryAlert } from './queries/alerts.ts';

/** A list of rows: those that are the caller's. */
export const ownRows: Narrowing = {
  answer: (rows: object[], scope) => rows.filter((row) => isWithin(scope, row)),
};

/** The list of alerts. */
export const ownAlerts: Narrowing = {
  answer: ({ alerts, ...rest }: { alerts: AlertView[] }, scope) => ({
    ...rest,
    alerts: alerts.filter((alert) => isWithin(scope, alert)),
  }),
};

/** One conversation. Another's is as if there were none: whether there is one is not the caller's to know. */
export const ownConversation: Narrowing = {
  answer(detail: { conversation: object }, scope) {
    if (!isWithin(scope, detail.conversation)) throw notFound('conversation with this id');
    return detail;
  },
};

/** What is done to one alert. */
export function ownAlert({ clickhouse }: Pick<QueryDeps, 'clickhouse'>): Narrowing {
  return {
    async request({ params }, scope) {
      const alert = await queryAlert(clickhouse, (params as { id: string }).id);
      if (alert === null || !isWithin(scope, alert)) throw notFound('alert with this id');
    },
  };
}

/** A new silence: one that leaves a dimension of the scope open would hush others too. */
export const ownSilence: Narrowing = {
  request({ body }: FastifyRequest, scope: Scope) {
    const { matchers } = body as { matchers: Record<string, string[]> };
    const reached = Object.entries(scope).every(([dimension, own]) =>
      matchers[dimension]?.every((value) => own.includes(value)),
    );
    if (reached) return;
    throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not silence that', {
      detail: `the matchers must have ${Object.keys(scope).join(' and ')}, with its own values only`,
    });
  },
};

/**
 * Silences that keep alerts of one's own quiet: of what they name, one's own is told. What names no team, queue or agent is
 * about all.
 */
export function ownSilences({ center }: Pick<QueryDeps, 'center'>): Narrowing {
  return {
    answer({ silences }: { silences: { matchers: Record<string, string[]> }[] }, scope) {
      const narrowed = silences.map((silence) => {
        const matchers = Object.entries(silence.matchers).map(([label, values]) => {
          const rowOf = ROWS[label];
          const own = rowOf ? values.filter((value) => isWithin(scope, rowOf(value, center()))) : values;
          return [label, own] as const;
        });
        return { ...silence, matchers: Object.fromEntries(matchers) };
      });
      return {
        silences: narrowed.filter(({ matchers }) =>
          Object.values(matchers).every(({ length }) => length > 0),
        ),
      };
    },
  };
}

/** The values to filter by. Whose a queue or an agent is, the configuration says; the other dimensions are everybody's. */
export function ownValues({ center }: Pick<QueryDeps, 'center'>): Narrowing {
  return {
    answer({ values, ...rest }: { values: { value: string }[] }, scope, { params }) {
      const rowOf = ROWS[(params as { name: string }).name];
      if (rowOf === undefined) return { ...rest, values };
      return { ...rest, values: values.filter(({ value }) => isWithin(scope, rowOf(value, center()))) };
    },
  };
}

const ROWS: Record<string, (value: string, center: ContactCenter) => object> = {
  team: (team, { queues, agents }) => ({ team, queue: idsOf(queues, team), agent: idsOf(agents, team) }),
  queue: (queue, { queues }) => ({ queue, team: queues.find(({ id }) => id === queue)?.team }),
  agent(agent, { queues, agents }) {
    const team = agents.find(({ id }) => id === agent)?.team;
    return { agent, team, queue: idsOf(queues, team) };
  },
};

function idsOf(
  all: readonly { id: string; team?: string | undefined }[],
  team: string | undefined,
): string[] {
  return all.filter((one) => team !== undefined && one.team === team).map(({ id }) => id);
}
