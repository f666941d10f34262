import type { Column } from '../model.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { counted, lowIsGood, names, onGround, override, plainCells, steps } from './build/field.ts';
import { bargauge, stat, table } from './build/panel.ts';
import { endpoint, number, text, time } from './build/target.ts';

const pipelineAt = (rows: string, ...columns: readonly Column[]) =>
  endpoint({ url: '/api/v1/pipeline', rows, columns });

const rate = stat({
  title: 'Events a second',
  description: 'Events stored, mean of the last minute.',
  targets: [pipelineAt('', number('eventsPerSecond'))],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: { unit: 'none', decimals: 1 },
});

const freshness = stat({
  title: 'Freshness',
  description: 'From the arrival in Kafka to being stored, over the last five minutes.',
  targets: [pipelineAt('freshness', number('p50'), number('p95'), number('p99'))],
  calc: 'lastNotNull',
  defaults: { unit: 'ms', thresholds: lowIsGood(1_000, 2_000) },
  overrides: names({ p50: 'Median', p95: 'p95', p99: 'p99' }),
});

const lag = stat({
  title: 'Lag',
  description: 'Events that are in Kafka and not yet stored, over all partitions.',
  targets: [pipelineAt('partitions', number('lag'))],
  calc: 'sum',
  defaults: { unit: 'short', thresholds: lowIsGood(10_000, 100_000) },
});

const live = stat({
  title: 'Live figures',
  description: 'How old live figures are; they run ahead of storage.',
  targets: [pipelineAt('live', number('lagMs'))],
  calc: 'lastNotNull',
  defaults: { unit: 'ms', thresholds: lowIsGood(2_000, 10_000) },
});

const dead = stat({
  title: 'Dead letters',
  description: 'Events that could not be processed; each stands in its topic with its reason.',
  targets: [pipelineAt('deadLetters', number('count'))],
  calc: 'sum',
  defaults: { ...counted, unit: 'short', thresholds: steps('text', [1, 'orange']) },
});

const partitions = table({
  title: 'Partitions',
  description: 'How far each partition has come.',
  targets: [
    pipelineAt(
      'partitions',
      text('topic'),
      text('partition'),
      number('lag'),
      text('nextOffset'),
      time('asOf'),
    ),
  ],
  sortBy: 'Lag',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ topic: 'Topic', partition: 'Partition', nextOffset: 'Next offset' }),
    override('lag', {
      displayName: 'Lag',
      thresholds: steps('text', [10_000, 'orange'], [100_000, 'red']),
      ...onGround,
    }),
    override('asOf', { displayName: 'Newest event', unit: 'dateTimeFromNow' }),
  ],
});

const reasons = bargauge({
  title: 'Dead letters by reason',
  description: 'Why events could not be processed.',
  targets: [pipelineAt('deadLetters', text('reason'), number('count'))],
  defaults: { unit: 'short', thresholds: steps('orange') },
  overrides: names({ count: 'Dead letters' }),
});

/** Whether the figures can be relied on. */
export const pipeline = dashboard({
  uid: 'pipeline',
  title: 'Pipeline',
  description: 'Whether events arrive, how soon they count, and which could not be processed.',
  time: { from: 'now-6h', to: 'now' },
  refresh: '5s',
  variables: [],
  lines: [
    { height: 5, panels: [wide(4, rate), wide(8, freshness), wide(4, live), wide(4, lag), wide(4, dead)] },
    { height: 12, panels: [wide(15, partitions), wide(9, reasons)] },
  ],
});
