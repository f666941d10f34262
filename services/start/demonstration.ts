import { DateTime } from 'luxon';
import { PLANTED_CHANGE } from '../simulator/planted-change.ts';

/** A request to the API, as a person's browser would send it. */
export interface Entry {
  method: 'PUT' | 'POST';
  path: string;
  body: Record<string, unknown>;
}

/** What is written together: the others only where the first was new, as people may have gone on from there. */
export interface Chapter {
  first: Entry;
  rest: readonly Entry[];
}

/** What people of the simulated center have written. */
export interface Demonstration {
  /** As soon as the last weeks are there. */
  soon: readonly Chapter[];
  /** Once the whole history is there: what is pinned must not change any more. */
  later: readonly Chapter[];
}

/** Whoever brings reference data or keys has people of their own. */
export function isWanted({ atWork, keys }: { atWork: boolean; keys: string | undefined }): boolean {
  return atWork && keys === undefined;
}

const TEAM = 'billing';
const LEAD = 'lead-billing-1';
const AGENTS = ['agent-023', 'agent-024', 'agent-025', 'agent-026', 'agent-027', 'agent-028'];

/**
 * Goals beside those of the configuration, the change that was planted, a round that runs and one of the month before
 * that is closed. `version: 0` lets the API refuse what somebody has written, changed or removed already.
 *
 * @param historyEnd when the center was first looked at, UTC ms
 * @param changeAt UTC ms; null: nothing was changed
 * @param zone of the center, IANA
 */
export function demonstrationOf(historyEnd: number, changeAt: number | null, zone: string): Demonstration {
  const today = DateTime.fromMillis(historyEnd, { zone });
  const before = today.minus({ months: 1 });
  const quarter = `${TEAM}-${today.year}-Q${today.quarter}`;
  const month = `${TEAM}-${before.toFormat('yyyy-MM')}`;
  return {
    soon: [
      ...(changeAt === null ? [] : [alone(changeEntry(changeAt))]),
      alone(
        goal(
          'reopened-emails',
          { metric: 'reopen_rate', period: 'month', target: 0.04 },
          'The checklist is there',
        ),
      ),
      alone(
        goal(
          'billing-csat',
          { metric: 'csat', team: TEAM, period: 'quarter', target: 0.8 },
          'As in the spring',
        ),
      ),
      alone(
        goal(
          'orders-solved',
          { metric: 'solved', queue: 'orders', period: 'month', target: 4_500 },
          'Before the holidays',
        ),
      ),
      {
        first: opened('quarter', today),
        // Two have still to look at theirs.
        rest: AGENTS.slice(0, 4).flatMap((agent) => confirmations(quarter, agent)),
      },
    ],
    later: [
      {
        first: opened('month', before),
        rest: [
          ...AGENTS.flatMap((agent) => confirmations(month, agent)),
          post(`${month}/pin`, { by: LEAD }),
          post(`${month}/remarks`, {
            agent: AGENTS[0]!,
            text: 'Calm with upset customers. More first solutions next month.',
            by: LEAD,
          }),
          post(`${month}/answers`, {
            agent: AGENTS[0]!,
            text: 'Agreed. I would like the refund training for that.',
            by: AGENTS[0]!,
          }),
          post(`${month}/close`, { by: LEAD }),
        ],
      },
    ],
  };
}

const alone = (first: Entry): Chapter => ({ first, rest: [] });

const post = (path: string, body: Entry['body']): Entry => ({
  method: 'POST',
  path: `/api/v1/rounds/${path}`,
  body,
});

function changeEntry(at: number): Entry {
  const { id, name, channel } = PLANTED_CHANGE;
  const body = { name, at: new Date(at).toISOString(), channel, by: 'operations', version: 0 };
  return { method: 'PUT', path: `/api/v1/changes/${id}`, body };
}

function goal(id: string, about: Entry['body'], note: string): Entry {
  return { method: 'PUT', path: `/api/v1/goals/${id}`, body: { ...about, note, by: LEAD, version: 0 } };
}

function opened(period: 'quarter' | 'month', at: DateTime): Entry {
  const body = { team: TEAM, period, at: at.toISODate(), by: LEAD };
  return { method: 'POST', path: '/api/v1/rounds', body };
}

function confirmations(round: string, agent: string): Entry[] {
  return [
    post(`${round}/confirmations`, { agent, as: 'agent', by: agent }),
    post(`${round}/confirmations`, { agent, as: 'supervisor', by: LEAD }),
  ];
}
