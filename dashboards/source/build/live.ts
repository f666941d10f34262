import type { Column, Target } from '../../model.ts';
import { conversationFilters, endpoint, number, text, time } from './target.ts';

/** The state of the queues at this moment. */
export const queues = (...columns: readonly Column[]): Target =>
  endpoint({ url: '/api/v1/live/queues', rows: 'queues', filters: conversationFilters, columns });

/** Channels on which customers wait at their end, and those on which they are answered later. */
const liveChannels = ['voice', 'chat', 'messaging'];
const ticketChannels = ['email', 'web', 'social', 'api'];

const isAny = (column: string, values: readonly string[]) =>
  values.map((value) => `${column} == '${value}'`).join(' || ');

/** The queues of live channels. */
export const liveQueues = (...columns: readonly Column[]): Target => ({
  ...queues(...columns),
  filterExpression: isAny('channel', liveChannels),
});

/** The queues of tickets. */
export const ticketQueues = (...columns: readonly Column[]): Target => ({
  ...queues(...columns),
  refId: 'B',
  filterExpression: isAny('channel', ticketChannels),
});

/** A figure twice: of live channels and of tickets, whose waits are not to be compared. */
export const byPace = (selector: string): Target[] => [
  liveQueues(number(selector, 'Live channels'), text('channel')),
  ticketQueues(number(selector, 'Tickets'), text('channel')),
];

/** The states of the agents at this moment, narrowed by what the dashboard can be narrowed by. */
const agents = (filters: readonly string[], columns: readonly Column[]): Target =>
  endpoint({ url: '/api/v1/live/agents', rows: '', filters, columns });

export const agentsOfTeams = (...columns: readonly Column[]): Target => agents(['team'], columns);

/** The agents in any of the states, in a column of the given name to count them by. */
export const agentsIn = (refId: string, name: string, states: readonly string[]): Target => ({
  ...agents(['queue', 'team'], [text('agent', name), text('state')]),
  refId,
  filterExpression: isAny('state', states),
});

/** SLA targets that run and are about to be missed, or have been missed. */
export const targets = (state: 'at_risk' | 'breached'): Target =>
  endpoint({
    url: '/api/v1/live/targets',
    rows: '',
    parameters: { state },
    filters: conversationFilters,
    columns: [time('dueAt'), text('metric'), text('conversationId'), text('queue'), text('agent')],
  });
