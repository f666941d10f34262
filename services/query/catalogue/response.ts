import type { Metric } from './metric.ts';
import { spanMetrics } from './spans.ts';

/** Response and resolution metrics: METRICS.md section 3, anchored at the moment of the reply or solution. */
export const RESPONSE_METRICS: readonly Metric[] = [
  ...spanMetrics({
    id: 'first_response',
    title: 'First response time',
    fact: 'first_response',
    definition: 'creation until the first public message of an agent; bots and internal notes do not count',
    anchor: 'end',
    where: "state = 'done'",
  }),
  ...spanMetrics({
    id: 'next_response',
    title: 'Next response time',
    fact: 'next_response',
    definition: 'oldest unanswered public message of the customer until the next public message of an agent',
    anchor: 'end',
    where: "state = 'done'",
  }),
  ...spanMetrics({
    id: 'assignment',
    title: 'Time to first assignment',
    fact: 'assignment',
    definition: 'creation until the first assignment to an agent',
    anchor: 'end',
    where: "state = 'done'",
  }),
  ...spanMetrics({
    id: 'first_resolution',
    title: 'First resolution time',
    fact: 'first_resolution',
    definition: 'creation until the first solution, without pauses',
    anchor: 'end',
    where: "state = 'solved'",
  }),
  ...spanMetrics({
    id: 'total_resolution',
    title: 'Total resolution time',
    fact: 'total_resolution',
    definition:
      'creation until the last solution, without pauses; provisional until the conversation is closed',
    anchor: 'end',
    where: "state IN ('solved', 'closed')",
  }),
  {
    kind: 'facts',
    id: 'created',
    title: 'Created',
    unit: 'count',
    definition: 'Conversations that were created',
    anchor: 'start',
    direction: 'neutral',
    fact: 'conversation',
    value: 'count()',
  },
  {
    kind: 'depth',
    id: 'backlog',
    title: 'Backlog',
    unit: 'count',
    definition: 'Conversations that are not solved at the end of the bucket, or now where it has not ended',
    anchor: 'instant',
    direction: 'lower',
    fact: 'status_spell',
    where: "label != 'solved'",
    value: 'last',
  },
];
