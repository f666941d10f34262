import { SHORT_ABANDON } from '../../domain/measure/queue-spells.ts';
import type { FactMetric, Metric } from './metric.ts';
import { spanMetrics } from './spans.ts';
import { percentile, ratio } from './sql.ts';

/** Queue metrics: METRICS.md section 2. All are of stays in queues, anchored at their begin. */

const ANSWERED = "state = 'answered'";
const ABANDONED = "state = 'abandoned'";
const SHORT = `${ABANDONED} AND label = '${SHORT_ABANDON}'`;
const IN_TARGET = 'value_ms <= target_ms';

const queueMetric = (metric: Omit<FactMetric, 'kind' | 'facts' | 'anchor'>): FactMetric => ({
  kind: 'facts',
  facts: ['queue_spell'],
  anchor: 'start',
  ...metric,
});

export const QUEUE_METRICS: readonly Metric[] = [
  queueMetric({
    id: 'offered',
    title: 'Offered',
    unit: 'count',
    definition: 'Stays in a queue that began, short abandons included',
    direction: 'neutral',
    value: 'count()',
  }),
  queueMetric({
    id: 'answered',
    title: 'Answered',
    unit: 'count',
    definition: "Stays in a queue that ended in an agent's answer",
    direction: 'higher',
    value: `countIf(${ANSWERED})`,
    behind: ANSWERED,
  }),
  queueMetric({
    id: 'abandoned',
    title: 'Abandoned',
    unit: 'count',
    definition: 'Stays in a queue that the customer left',
    direction: 'lower',
    value: `countIf(${ABANDONED})`,
    behind: ABANDONED,
  }),
  queueMetric({
    id: 'short_abandons',
    title: 'Short abandons',
    unit: 'count',
    definition: "Abandoned sooner than the queue's short-abandon time (5 s if none is set)",
    direction: 'neutral',
    value: `countIf(${SHORT})`,
    behind: SHORT,
  }),
  queueMetric({
    id: 'service_level',
    title: 'Service level',
    unit: 'ratio',
    definition:
      "Answered within the queue's threshold T (20 s if none is set) / (answered + abandoned - short abandons). " +
      'Variants: abandons_ignored, abandons_negative, abandons_positive, answered_only',
    direction: 'higher',
    value: ratio(
      `countIf(${ANSWERED} AND ${IN_TARGET})`,
      `countIf(${ANSWERED}) + countIf(${ABANDONED}) - countIf(${SHORT})`,
    ),
    variants: {
      abandons_ignored: ratio(
        `countIf(${ANSWERED} AND ${IN_TARGET})`,
        `count() - countIf(${ABANDONED} AND ${IN_TARGET})`,
      ),
      abandons_negative: ratio(`countIf(${ANSWERED} AND ${IN_TARGET})`, 'count()'),
      abandons_positive: ratio(`countIf(state IN ('answered', 'abandoned') AND ${IN_TARGET})`, 'count()'),
      answered_only: ratio(`countIf(${ANSWERED} AND ${IN_TARGET})`, `countIf(${ANSWERED})`),
    },
  }),
  queueMetric({
    id: 'abandonment_rate',
    title: 'Abandonment rate',
    unit: 'ratio',
    definition: 'Abandoned / offered. Variant exclude_short: without short abandons in either',
    direction: 'lower',
    value: ratio(`countIf(${ABANDONED})`, 'count()'),
    variants: {
      exclude_short: ratio(`(countIf(${ABANDONED}) - countIf(${SHORT}))`, `count() - countIf(${SHORT})`),
    },
  }),
  queueMetric({
    id: 'asa',
    title: 'Average speed of answer',
    unit: 'ms',
    definition: 'Mean wait of answered stays only',
    direction: 'lower',
    value: `avgOrNullIf(value_ms, ${ANSWERED})`,
    of: 'value_ms',
    behind: ANSWERED,
  }),
  ...spanMetrics({
    id: 'wait',
    title: 'Wait',
    fact: 'queue_spell',
    definition: 'wait in a queue until an agent answered',
    anchor: 'start',
    where: ANSWERED,
    only: ['p50', 'p90', 'p95', 'p99'],
  }),
  ...spanMetrics({
    id: 'abandoned_wait',
    title: 'Wait of those who left',
    fact: 'queue_spell',
    definition: 'wait in a queue until the customer left',
    anchor: 'start',
    where: ABANDONED,
    only: ['mean', 'p50', 'p90'],
  }),
  queueMetric({
    id: 'longest_wait',
    title: 'Longest wait in the period',
    unit: 'ms',
    definition: 'Greatest wait of stays that began in the period and have ended, abandoned ones included',
    direction: 'lower',
    value: "maxOrNullIf(value_ms, state != 'open')",
  }),
  {
    kind: 'depth',
    id: 'queue_depth',
    title: 'Queue depth',
    unit: 'count',
    definition: 'Waiting in queues at the end of the bucket, or now where it has not ended',
    anchor: 'instant',
    direction: 'lower',
    fact: 'queue_spell',
    where: '1',
    value: 'last',
  },
  {
    kind: 'depth',
    id: 'queue_depth_peak',
    title: 'Peak queue depth',
    unit: 'count',
    definition: 'Most that were waiting in queues at any instant of the bucket',
    anchor: 'instant',
    direction: 'lower',
    fact: 'queue_spell',
    where: '1',
    value: 'peak',
  },
  {
    kind: 'depth',
    id: 'queue_depth_peak_at',
    title: 'Time of the peak queue depth',
    unit: 'time',
    definition: 'The first instant of the bucket at which most were waiting',
    anchor: 'instant',
    direction: 'neutral',
    fact: 'queue_spell',
    where: '1',
    value: 'peak_at',
  },
  {
    kind: 'facts',
    id: 'aht',
    title: 'Average handle time',
    unit: 'ms',
    definition:
      'Mean of talk + hold + after-call work, from the answer on, of contacts whose handling has ended',
    anchor: 'end',
    direction: 'lower',
    facts: ['handle_spell'],
    value: "avgOrNullIf(value_ms, state = 'done')",
    of: 'value_ms',
    behind: "state = 'done'",
  },
  ...(
    [
      ['talk_time', 'Talk time', 'talk', 'value_ms - hold_ms - wrap_ms'],
      ['hold_time', 'Hold time', 'hold', 'hold_ms'],
      ['wrap_time', 'After-call work', 'after-call work', 'wrap_ms'],
    ] as const
  ).map(
    ([id, title, part, column]): FactMetric => ({
      kind: 'facts',
      id,
      title,
      unit: 'ms',
      definition: `Mean of ${part} of contacts whose handling has ended`,
      anchor: 'end',
      direction: 'lower',
      facts: ['handle_spell'],
      value: `avgOrNullIf(${column}, state = 'done')`,
      of: column,
      behind: "state = 'done'",
    }),
  ),
  {
    kind: 'facts',
    id: 'handled',
    title: 'Handled',
    unit: 'count',
    definition: 'Contacts whose handling has ended, once for each agent who handled them',
    anchor: 'end',
    direction: 'neutral',
    facts: ['handle_spell'],
    value: "countIf(state = 'done')",
  },
  {
    kind: 'facts',
    id: 'handle_p50',
    title: 'Handle time, p50',
    unit: 'ms',
    definition: 'Median of: talk + hold + after-call work',
    behind: "state = 'done'",
    anchor: 'end',
    direction: 'lower',
    facts: ['handle_spell'],
    value: percentile(0.5, 'value_ms', "state = 'done'"),
    of: 'value_ms',
  },
];
