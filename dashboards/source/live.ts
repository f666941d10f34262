import { dashboard, wide } from './build/dashboard.ts';
import { coloured, highIsGood, lowIsGood, onGround, override, plainCells, steps } from './build/field.ts';
import { agentsIn, anyOf, queues, targets } from './build/live.ts';
import { stat, table, timeseries } from './build/panel.ts';
import { metrics, number, text } from './build/target.ts';
import { variables } from './build/variable.ts';

const waitingNow = stat({
  title: 'Waiting now',
  description: 'Conversations that wait in a queue for an agent at this moment.',
  targets: [queues(number('waiting'))],
  calc: 'sum',
  defaults: { unit: 'none', thresholds: steps('text', [15, 'orange'], [40, 'red']) },
});

const longestWait = stat({
  title: 'Longest wait',
  description: 'How long the conversation at the head of the slowest queue has been waiting.',
  targets: [queues(number('longestWaitMs'))],
  calc: 'max',
  defaults: { unit: 'ms', thresholds: lowIsGood(60_000, 180_000) },
});

const serviceLevelNow = stat({
  title: 'Service level',
  description:
    'Answered within the threshold of the queue, of answered and abandoned without short abandons. Last 30 minutes.',
  targets: [metrics(['service_level'], { interval: 'total' })],
  calc: 'lastNotNull',
  timeFrom: '30m',
  defaults: { unit: 'percentunit', decimals: 1, thresholds: highIsGood(0.7, 0.8) },
});

const abandonmentNow = stat({
  title: 'Abandonment rate',
  description: 'Conversations that the customer left before an answer, of all offered. Last 30 minutes.',
  targets: [metrics(['abandonment_rate'], { interval: 'total' })],
  calc: 'lastNotNull',
  timeFrom: '30m',
  defaults: { unit: 'percentunit', decimals: 1, thresholds: lowIsGood(0.05, 0.1) },
});

const agentsNow = stat({
  title: 'Agents',
  description:
    'Agents by state: ready for work, handling or wrapping up, and away (break, training, meeting).',
  targets: [
    agentsIn('A', 'Available', anyOf('available')),
    agentsIn('B', 'Busy', anyOf('busy', 'wrap_up')),
    agentsIn('C', 'Away', anyOf('break', 'training', 'meeting', 'away')),
  ],
  calc: 'count',
  fields: '/^(Available|Busy|Away)$/',
  colour: 'none',
  defaults: { unit: 'none' },
});

const queueTable = table({
  title: 'Queues',
  description: 'Each queue at this moment; service level, offered and abandoned over the last 30 minutes.',
  targets: [
    queues(
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
      number('breached'),
    ),
  ],
  sortBy: 'Waiting',
  descending: true,
  defaults: plainCells,
  overrides: [
    override('queue', { displayName: 'Queue' }),
    override('channel', { displayName: 'Channel' }),
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
    override('handling', { displayName: 'Handling' }),
    override('agentsAvailable', { displayName: 'Available' }),
    override('serviceLevel', {
      displayName: 'Service level',
      unit: 'percentunit',
      decimals: 0,
      thresholds: highIsGood(0.7, 0.8),
      ...onGround,
    }),
    override('offered', { displayName: 'Offered' }),
    override('abandoned', { displayName: 'Abandoned' }),
    override('atRisk', {
      displayName: 'At risk',
      thresholds: steps('text', [1, 'orange']),
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('breached', {
      displayName: 'Breached',
      thresholds: steps('text', [1, 'red']),
      'custom.cellOptions': { type: 'color-text' },
    }),
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

const volumes = timeseries({
  title: 'Offered, answered, abandoned',
  description: 'Counted at the moment at which the customer began to wait.',
  targets: [metrics(['offered', 'answered', 'abandoned'])],
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
  targets: [metrics(['service_level'])],
  defaults: {
    unit: 'percentunit',
    min: 0,
    max: 1,
    thresholds: highIsGood(0.7, 0.8),
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
  lines: [
    {
      height: 4,
      panels: [
        wide(4, waitingNow),
        wide(4, longestWait),
        wide(4, serviceLevelNow),
        wide(4, abandonmentNow),
        wide(8, agentsNow),
      ],
    },
    { height: 10, panels: [wide(16, queueTable), wide(8, targetTable)] },
    { height: 8, panels: [wide(12, volumes), wide(12, serviceLevelOverTime)] },
  ],
});
