import { alertMarks } from './build/alerts.ts';
import { dashboard, wide } from './build/dashboard.ts';
import {
  byLabel,
  coloured,
  counted,
  highIsGood,
  names,
  override,
  plainCells,
  serviceLevelColumn,
  serviceLevelGoal,
  share,
  steps,
} from './build/field.ts';
import { queues, targets } from './build/live.ts';
import { barchart, bargauge, gauge, stat, stateTimeline, table, timeseries } from './build/panel.ts';
import { distribution, metrics, number } from './build/target.ts';
import { variables } from './build/variable.ts';

const goal = highIsGood(0.85, 0.95);
const attainmentMeaning = 'Targets met, of those met and breached, by their due time.';

const attainment = gauge({
  title: 'SLA attainment',
  description: attainmentMeaning,
  targets: [metrics(['sla_attainment'], { interval: 'total' })],
  calc: 'lastNotNull',
  defaults: { ...share, thresholds: goal },
});

const running = stat({
  title: 'Running targets',
  description: 'Targets that still run: about to be missed, and already missed but not yet fulfilled.',
  targets: [queues(number('atRisk'), number('breached'))],
  calc: 'sum',
  orientation: 'horizontal',
  defaults: counted,
  overrides: [
    override('atRisk', { displayName: 'At risk', thresholds: steps('text', [1, 'orange']) }),
    override('breached', { displayName: 'Breached', thresholds: steps('text', [1, 'red']) }),
  ],
});

const overTime = timeseries({
  title: 'SLA attainment over time',
  description: attainmentMeaning,
  targets: [metrics(['sla_attainment'])],
  defaults: { ...share, thresholds: goal, custom: { thresholdsStyle: { mode: 'line' } } },
  overrides: names({ sla_attainment: 'SLA attainment' }),
});

const attainmentBy = (title: string, groupBy: string) =>
  bargauge({
    title,
    description: attainmentMeaning,
    targets: [metrics(['sla_attainment'], { interval: 'total', groupBy })],
    defaults: { ...share, thresholds: goal },
    overrides: names({ sla_attainment: 'SLA attainment' }),
  });

const serviceLevelByQueue = stateTimeline({
  title: 'Service level by queue',
  description: 'Where and when the share answered within the threshold of the queue left its goal.',
  targets: [metrics(['service_level'], { groupBy: 'queue' })],
  defaults: {
    ...share,
    decimals: 0,
    displayName: byLabel('queue'),
    color: { mode: 'thresholds' },
    thresholds: serviceLevelGoal,
  },
});

const lateness = stat({
  title: 'How late',
  description: 'By how much breached targets were missed, in the hours that the target counts.',
  targets: [metrics(['sla_late_mean', 'sla_late_p90'], { interval: 'total' })],
  calc: 'lastNotNull',
  colour: 'none',
  orientation: 'horizontal',
  defaults: { unit: 'ms' },
  overrides: names({ sla_late_mean: 'Mean', sla_late_p90: 'p90' }),
});

const breachesByTarget = barchart({
  title: 'Breaches by target',
  description: 'Targets fulfilled late or not at all, by what was promised.',
  targets: [metrics(['sla_breached'], { interval: 'total', groupBy: 'sla_metric' })],
  greatestFirst: 'sla_breached',
  defaults: { unit: 'short' },
  overrides: [coloured('sla_breached', 'Breached', 'red')],
});

const latenessClasses = barchart({
  title: 'Lateness of breached targets',
  description: 'How many targets were missed by how much, of those that ended.',
  targets: [distribution('sla_late_mean')],
  defaults: { unit: 'short' },
  overrides: [coloured('count', 'Targets', 'orange')],
});

const lateTargets = table({
  title: 'Breached targets',
  description: 'Targets that were missed and still run, with how late they are.',
  targets: [targets('breached')],
  sortBy: 'Due',
  defaults: plainCells,
  overrides: [
    override('dueAt', { displayName: 'Due', unit: 'dateTimeFromNow' }),
    ...names({ metric: 'Target', conversationId: 'Conversation', queue: 'Queue', agent: 'Agent' }),
  ],
});

const queueTable = table({
  title: 'Service level in detail',
  description: 'Queue metrics of the whole range by queue and channel; waits are of answered conversations.',
  targets: [
    metrics(
      [
        'offered',
        'answered',
        'abandoned',
        'flowed_out',
        'service_level',
        'abandonment_rate',
        'asa',
        'wait_p95',
      ],
      { interval: 'total', groupBy: 'queue,channel' },
    ),
  ],
  sortBy: 'Offered',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({
      queue: 'Queue',
      channel: 'Channel',
      offered: 'Offered',
      answered: 'Answered',
      abandoned: 'Abandoned',
      flowed_out: 'Flowed out',
    }),
    serviceLevelColumn,
    override('abandonment_rate', { displayName: 'Abandonment rate', ...share }),
    override('asa', { displayName: 'Average speed of answer', unit: 'ms' }),
    override('wait_p95', { displayName: 'Wait, p95', unit: 'ms' }),
  ],
});

/** What was promised, and what was kept. */
export const sla = dashboard({
  uid: 'sla',
  title: 'SLA',
  description: 'What was promised, and what was kept.',
  time: { from: 'now-7d', to: 'now' },
  refresh: '1m',
  variables,
  marks: [alertMarks],
  lines: [
    {
      height: 8,
      panels: [wide(5, attainment), wide(4, running), wide(4, lateness), wide(11, overTime)],
    },
    {
      height: 7,
      panels: [
        wide(8, attainmentBy('By queue', 'queue')),
        wide(8, attainmentBy('By priority', 'priority')),
        wide(8, attainmentBy('By policy', 'policy')),
      ],
    },
    { height: 12, panels: [wide(6, breachesByTarget), wide(6, latenessClasses), wide(12, lateTargets)] },
    { height: 8, panels: [wide(24, serviceLevelByQueue)] },
    { height: 8, panels: [wide(24, queueTable)] },
  ],
});
