import { is } from '../definition/language.ts';
import type { Metric } from '../definition/metric.ts';
import { spanMetrics } from './spans.ts';

const DONE = is('state', 'done');
const SOLVED = is('state', 'solved', 'closed');

/** Response and resolution metrics: METRICS.md section 3, anchored at the moment of the reply or solution. */
export const RESPONSE_METRICS: readonly Metric[] = [
  ...spanMetrics({
    id: 'first_response',
    title: 'First response time',
    fact: 'first_response',
    definition:
      'creation (where the company wrote first, the first message of the customer; after a solution, the return) until the ' +
      'first public message of an agent; bots and internal notes do not count',
    anchor: 'end',
    where: DONE,
    hasHandover: true,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'next_response',
    title: 'Next response time',
    fact: 'next_response',
    definition: 'oldest unanswered public message of the customer until the next public message of an agent',
    anchor: 'end',
    where: DONE,
    hasHandover: true,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'assignment',
    title: 'Time to first assignment',
    fact: 'assignment',
    definition: 'creation until the first assignment to an agent',
    anchor: 'end',
    where: DONE,
  }),
  ...spanMetrics({
    id: 'first_resolution',
    title: 'First resolution time',
    fact: 'first_resolution',
    definition: 'creation until the first solution, without pauses',
    anchor: 'end',
    where: is('state', 'solved'),
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'total_resolution',
    title: 'Total resolution time',
    fact: 'total_resolution',
    definition:
      'creation until the last solution, without pauses; provisional until the conversation is closed',
    anchor: 'end',
    where: SOLVED,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'requester_wait',
    title: 'Requester wait time',
    fact: 'requester_wait',
    definition: 'time in the statuses new, open and on hold, up to the last solution',
    anchor: 'end',
    where: SOLVED,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'agent_work',
    title: 'Agent work time',
    fact: 'agent_work',
    definition: 'time in the statuses new and open, up to the last solution',
    anchor: 'end',
    where: SOLVED,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'periodic_update',
    title: 'Periodic update',
    fact: 'periodic_update',
    definition: 'time between public messages of agents while the conversation is unsolved',
    anchor: 'end',
    where: DONE,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'pausable_update',
    title: 'Pausable update',
    fact: 'pausable_update',
    definition:
      'time between public messages of agents while unsolved, less the time waiting for the customer',
    anchor: 'end',
    where: DONE,
    hasTarget: true,
  }),
  ...spanMetrics({
    id: 'closure',
    title: 'Time to closing',
    fact: 'closure',
    definition: 'creation until the last closing of a ticket, solved or not',
    anchor: 'end',
    where: DONE,
  }),
];
