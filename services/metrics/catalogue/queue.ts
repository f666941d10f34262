import { SHORT_ABANDON } from '../../domain/measure/queue-waiting.ts';
import {
  all,
  any,
  compare,
  count,
  depth,
  EVERY,
  is,
  max,
  mean,
  minus,
  not,
  plus,
  quantile,
  share,
  type Term,
  term,
} from '../definition/language.ts';
import type { Metric } from '../definition/metric.ts';
import { spanMetrics } from './spans.ts';

/** Queue metrics: METRICS.md section 2. Of stays in queues, anchored at their begin, and of what agents handled. */

const ANSWERED = is('state', 'answered');
const ABANDONED = is('state', 'abandoned');
const SHORT = all(ABANDONED, is('label', SHORT_ABANDON));
const FLOWED_OUT = is('state', 'transferred', 'callback', 'ended');
const IN_TIME = compare('value_ms', '<=', 'target_ms');

const offered = count();
const answered = count(ANSWERED);
const answeredInTime = count(all(ANSWERED, IN_TIME));
const abandoned = count(ABANDONED);
const short = count(SHORT);

type Short = Omit<Metric, 'kind' | 'facts' | 'anchor'>;

const ofStays = (metric: Short): Metric => ({
  kind: 'facts',
  facts: ['queue_spell'],
  anchor: 'start',
  ...metric,
});

const ofDepth = (metric: Short): Metric => ({
  kind: 'depth',
  facts: ['queue_spell'],
  anchor: 'instant',
  ...metric,
});

/** Of contacts whose handling has ended, at its end. */
const HANDLED = is('state', 'done');
const ofHandling = (metric: Short): Metric => ({
  kind: 'facts',
  facts: ['handle_spell'],
  anchor: 'end',
  ...metric,
});

const PARTS: readonly [id: string, title: string, part: string, of: Term][] = [
  ['talk_time', 'Talk time', 'talk', term(term('value_ms', '-', 'hold_ms'), '-', 'wrap_ms')],
  ['hold_time', 'Hold time', 'hold', 'hold_ms'],
  ['wrap_time', 'After-call work', 'after-call work', 'wrap_ms'],
];

export const QUEUE_METRICS: readonly Metric[] = [
  ofStays({
    id: 'offered',
    title: 'Offered',
    unit: 'count',
    definition: 'Stays in a queue that began, short abandons included',
    direction: 'neutral',
    figure: offered,
  }),
  ofStays({
    id: 'answered',
    title: 'Answered',
    unit: 'count',
    definition: "Stays in a queue that ended in an agent's answer",
    direction: 'higher',
    figure: answered,
  }),
  ofStays({
    id: 'abandoned',
    title: 'Abandoned',
    unit: 'count',
    definition: 'Stays in a queue that the customer left',
    direction: 'lower',
    figure: abandoned,
  }),
  ofStays({
    id: 'short_abandons',
    title: 'Short abandons',
    unit: 'count',
    definition: "Abandoned sooner than the queue's short-abandon time (5 s if none is set)",
    direction: 'neutral',
    figure: short,
  }),
  ofStays({
    id: 'flowed_out',
    title: 'Flowed out',
    unit: 'count',
    definition:
      'Stays in a queue that ended otherwise: in another queue, by a transfer, with a callback, or by the system. ' +
      'Offered = answered + abandoned + flowed out + still waiting',
    direction: 'neutral',
    figure: count(FLOWED_OUT),
  }),
  ofStays({
    id: 'service_level',
    title: 'Service level',
    unit: 'ratio',
    definition:
      "Answered within the queue's threshold T (20 s if none is set) / (answered + abandoned - short abandons). " +
      'Variants: abandons_ignored, abandons_negative, abandons_positive, answered_only',
    direction: 'higher',
    figure: share(answeredInTime, minus(plus(answered, abandoned), short)),
    variants: {
      abandons_ignored: share(answeredInTime, minus(offered, count(all(ABANDONED, IN_TIME)))),
      abandons_negative: share(answeredInTime, offered),
      abandons_positive: share(count(all(any(ANSWERED, ABANDONED), IN_TIME)), offered),
      answered_only: share(answeredInTime, answered),
    },
    // The variants differ in what they leave out: who opens the figure sees it.
    behind: EVERY,
  }),
  ofStays({
    id: 'abandonment_rate',
    title: 'Abandonment rate',
    unit: 'ratio',
    definition: 'Abandoned / offered. Variant exclude_short: without short abandons in either',
    direction: 'lower',
    figure: share(abandoned, offered),
    variants: { exclude_short: share(minus(abandoned, short), minus(offered, short)) },
  }),
  ofStays({
    id: 'asa',
    title: 'Average speed of answer',
    unit: 'ms',
    definition: 'Mean wait of answered stays only',
    direction: 'lower',
    figure: mean('value_ms', ANSWERED),
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
  ofStays({
    id: 'longest_wait',
    title: 'Longest wait in the period',
    unit: 'ms',
    definition: 'Greatest wait of stays that began in the period and have ended, abandoned ones included',
    direction: 'lower',
    figure: max('value_ms', not(is('state', 'open'))),
  }),
  ofDepth({
    id: 'queue_depth',
    title: 'Queue depth',
    unit: 'count',
    definition: 'Waiting in queues at the end of the bucket, or now where it has not ended',
    direction: 'lower',
    figure: depth('last'),
  }),
  ofDepth({
    id: 'queue_depth_peak',
    title: 'Peak queue depth',
    unit: 'count',
    definition: 'Most that were waiting in queues at any instant of the bucket',
    direction: 'lower',
    figure: depth('peak'),
  }),
  ofDepth({
    id: 'queue_depth_peak_at',
    title: 'Time of the peak queue depth',
    unit: 'time',
    definition: 'The first instant of the bucket at which most were waiting',
    direction: 'neutral',
    figure: depth('peak_at'),
  }),
  ofHandling({
    id: 'aht',
    title: 'Average handle time',
    unit: 'ms',
    definition:
      'Mean of talk + hold + after-call work, from the answer on, of contacts whose handling has ended',
    direction: 'lower',
    figure: mean('value_ms', HANDLED),
  }),
  ...PARTS.map(([id, title, part, of]) =>
    ofHandling({
      id,
      title,
      unit: 'ms',
      definition: `Mean of ${part} of contacts whose handling has ended`,
      direction: 'lower',
      figure: mean(of, HANDLED),
    }),
  ),
  ofHandling({
    id: 'handled',
    title: 'Handled',
    unit: 'count',
    definition: 'Contacts whose handling has ended, once for each agent who handled them',
    direction: 'neutral',
    figure: count(HANDLED),
  }),
  ofHandling({
    id: 'handle_p50',
    title: 'Handle time, p50',
    unit: 'ms',
    definition: 'Median of: talk + hold + after-call work',
    direction: 'lower',
    figure: quantile(0.5, 'value_ms', HANDLED),
  }),
];
