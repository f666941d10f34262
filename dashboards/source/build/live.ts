import type { Column, Target } from '../../model.ts';
import { endpoint, text, time } from './target.ts';

/** The state of the queues at this moment. */
export const queues = (...columns: readonly Column[]): Target =>
  endpoint({ url: '/api/v1/live/queues', rows: 'queues', filtered: true, columns });

/** The states of the agents at this moment. */
export const agents = (...columns: readonly Column[]): Target =>
  endpoint({ url: '/api/v1/live/agents', rows: 'agents', filtered: true, columns });

/** Agents for whom the filter holds, in a column of the given name to count them by. */
export const agentsIn = (refId: string, name: string, filter: string): Target => ({
  ...agents(text('agent', name), text('state')),
  refId,
  filterExpression: filter,
});

/** A filter for agents in any of the states. */
export const anyOf = (...states: readonly string[]): string =>
  states.map((state) => `state == '${state}'`).join(' || ');

/** SLA targets that run and are about to be missed, or have been missed. */
export const targets = (state: 'at_risk' | 'breached'): Target =>
  endpoint({
    url: '/api/v1/live/targets',
    rows: '',
    parameters: { state },
    filtered: true,
    columns: [time('dueAt'), text('metric'), text('conversationId'), text('queue'), text('agent')],
  });
