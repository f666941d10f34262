import { alertMarks, alerts } from './build/alerts.ts';
import { dashboard, wide } from './build/dashboard.ts';
import {
  coloured,
  counted,
  lowIsGood,
  names,
  onGround,
  override,
  plainCells,
  serviceLevelGoal,
  steps,
  wordColours,
} from './build/field.ts';
import { agentsIn, byPace, liveQueues, targets, ticketQueues } from './build/live.ts';
import { stat, table, timeseries } from './build/panel.ts';
import { metrics, number, text, time } from './build/target.ts';
import { variables } from './build/variable.ts';

const waitingNow = stat({
  title: 'Waiting now',
  description:
    'Conversations that wait in a queue for an agent at this moment: on live channels (voice, chat, messaging), and tickets.',
  targets: byPace('waiting'),
  calc: 'sum',
  defaults: counted,
  overrides: [override('Live channels', { thresholds: steps('text', [10, 'orange'], [25, 'red']) })],
});

const longestWait = stat({
  title: 'Longest wait',
  description: 'How long the conversation at the head of the slowest queue has been waiting.',
  targets: byPace('longestWaitMs'),
  calc: 'max',
  defaults: { unit: 'ms' },
  overrides: [override('Live channels', { thresholds: lowIsGood(60_000, 180_000) })],
});

/** One answer for both figures, and one for both charts: the board is there sooner. */
const lately = (id: string) =>
  metrics(['service_level', 'abandonment_rate'], { interval: 'total', show: [id] });
const course = (...ids: readonly string[]) =>
  metrics(['offered', 'answered', 'abandoned', 'service_level'], { show: ids });

const serviceLevelNow = stat({
  title: 'Service level',
  description:
    'Answered within the threshold of the queue, of answered and abandoned without short abandons. Last 30 minutes.',
  targets: [lately('service_level')],
  calc: 'lastNotNull',
  timeFrom: '30m',
  defaults: { unit: 'percentunit', decimals: 1, thresholds: serviceLevelGoal },
});

const abandonmentNow = stat({
  title: 'Abandonment rate',
  description: 'Conversations that the customer left before an answer, of all offered. Last 30 minutes.',
  targets: [lately('abandonment_rate')],
  calc: 'lastNotNull',
  timeFrom: '30m',
  defaults: { unit: 'percentunit', decimals: 1, thresholds: lowIsGood(0.05, 0.1) },
});

const agentsNow = stat({
  title: 'Agents',
  description:
    'Agents by state: ready for work, handling or wrapping up, and away (break, training, meeting).',
  targets: [
    agentsIn('A', 'Available', ['available']),
    agentsIn('B', 'Busy', ['busy', 'wrap_up']),
    agentsIn('C', 'Away', ['break', 'training', 'meeting', 'away']),
  ],
  calc: 'count',
  fields: '/^(Available|Busy|Away)$/',
  colour: 'none',
  defaults: counted,
});

const breached = override('breached', {
  displayName: 'Breached',
  thresholds: steps('text', [1, 'red']),
  ...onGround,
});
const atRisk = override('atRisk', {
  displayName: 'At risk',
  thresholds: steps('text', [1, 'orange']),
  ...onGround,
});

const queueTable = table({
  title: 'Live queues',
  description:
    'Queues of voice, chat and messaging at this moment; service level, offered and abandoned over the last 30 minutes.',
  targets: [
    liveQueues(
      text('queue'),
      text('channel'),
      number('waiting'),
      number('longestWaitMs'),
      number('estimatedWaitMs'),
      number('handling'),
      number('agentsAvailable'),
      number('serviceLevel'),
      number('offered'),
      number('abandoned'),
      number('atRisk'),
    ),
  ],
  sortBy: 'Waiting',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ queue: 'Queue', channel: 'Channel', handling: 'Handling', agentsAvailable: 'Available' }),
    ...names({ offered: 'Offered', abandoned: 'Abandoned' }),
    override('waiting', {
      displayName: 'Waiting',
      thresholds: steps('text', [5, 'orange'], [12, 'red']),
      ...onGround,
    }),
    override('longestWaitMs', {
      displayName: 'Longest wait',
      unit: 'ms',
      thresholds: steps('text', [60_000, 'orange'], [180_000, 'red']),
      ...onGround,
    }),
    override('estimatedWaitMs', { displayName: 'Estimated wait', unit: 'ms' }),
    override('serviceLevel', {
      displayName: 'Service level',
      unit: 'percentunit',
      decimals: 0,
      thresholds: serviceLevelGoal,
      ...onGround,
    }),
    atRisk,
  ],
});

const ticketTable = table({
  title: 'Ticket queues',
  description:
    'Queues of email, web forms and social media at this moment, with the targets that run in them.',
  targets: [
    ticketQueues(
      text('queue'),
      text('channel'),
      number('waiting'),
      number('longestWaitMs'),
      number('atRisk'),
      number('breached'),
    ),
  ],
  sortBy: 'Waiting',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ queue: 'Queue', channel: 'Channel', waiting: 'Waiting' }),
    override('longestWaitMs', { displayName: 'Longest wait', unit: 'ms' }),
    atRisk,
    breached,
  ],
});

const targetTable = table({
  title: 'Targets at risk',
  description: 'SLA targets that still run and are about to be missed, the soonest first.',
  targets: [targets('at_risk')],
  sortBy: 'Due',
  defaults: plainCells,
  overrides: [
    override('dueAt', { displayName: 'Due', unit: 'dateTimeFromNow' }),
    override('metric', { displayName: 'Target' }),
    override('conversationId', { displayName: 'Conversation' }),
    override('queue', { displayName: 'Queue' }),
    override('agent', { displayName: 'Agent' }),
  ],
});

const alertTable = table({
  title: 'Alerts',
  description: 'Alerts that are open or began in the time range: what, since when, and who has taken it on.',
  targets: [
    alerts(
      time('beganAt'),
      text('severity'),
      text('title'),
      text('queue'),
      text('conversationId'),
      text('state'),
      text('acknowledged.by', 'Taken by'),
    ),
  ],
  sortBy: 'Since',
  descending: true,
  defaults: plainCells,
  overrides: [
    override('beganAt', { displayName: 'Since', unit: 'dateTimeFromNow' }),
    override('severity', {
      displayName: 'Severity',
      mappings: wordColours({
        info: ['Info', 'text'],
        warning: ['Warning', 'orange'],
        critical: ['Critical', 'red'],
      }),
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('state', {
      displayName: 'State',
      mappings: wordColours({ firing: ['Firing', 'text'], resolved: ['Over', 'green'] }),
      'custom.cellOptions': { type: 'color-text' },
    }),
    ...names({ title: 'Alert', queue: 'Queue', conversationId: 'Conversation' }),
  ],
});

const volumes = timeseries({
  title: 'Offered, answered, abandoned',
  description: 'Counted at the moment at which the customer began to wait.',
  targets: [course('offered', 'answered', 'abandoned')],
  fill: 0,
  defaults: { unit: 'none', min: 0 },
  overrides: [
    coloured('offered', 'Offered', 'blue', { 'custom.fillOpacity': 14 }),
    coloured('answered', 'Answered', 'green'),
    coloured('abandoned', 'Abandoned', 'red'),
  ],
});

const serviceLevelOverTime = timeseries({
  title: 'Service level over time',
  description: 'Answered within the threshold of the queue; the line is the goal of 80 %.',
  targets: [course('service_level')],
  defaults: {
    unit: 'percentunit',
    min: 0,
    max: 1,
    thresholds: serviceLevelGoal,
    custom: { thresholdsStyle: { mode: 'line' } },
  },
  overrides: [coloured('service_level', 'Service level', 'blue')],
});

/** The wallboard: what goes on at this moment. */
export const live = dashboard({
  uid: 'live',
  title: 'Live',
  description: 'Queues, agents and targets at this moment.',
  time: { from: 'now-6h', to: 'now' },
  refresh: '10s',
  variables,
  marks: [alertMarks],
  lines: [
    {
      height: 4,
      panels: [
        wide(5, waitingNow),
        wide(6, longestWait),
        wide(4, serviceLevelNow),
        wide(4, abandonmentNow),
        wide(5, agentsNow),
      ],
    },
    { height: 10, panels: [wide(15, queueTable), wide(9, ticketTable)] },
    { height: 7, panels: [wide(14, alertTable), wide(10, targetTable)] },
    { height: 7, panels: [wide(12, volumes), wide(12, serviceLevelOverTime)] },
  ],
});
