import { count, is, mean, plus, quantile, share, term } from '../definition/language.ts';
import { CONVERSATION_DIMENSIONS, type Metric } from '../definition/metric.ts';
import { BREACHED, MET } from './targets.ts';

/** SLA: METRICS.md section 4. All are of targets, anchored at their due time. */

/** How late in counted time; only what has ended has a final lateness. */
const LATE = term('business_ms', '-', 'target_ms');
const ENDED_LATE = is('state', 'breached');

const metric = (one: Omit<Metric, 'kind' | 'facts' | 'anchor' | 'dimensions'>): Metric => ({
  kind: 'facts',
  facts: ['sla_target'],
  anchor: 'start',
  dimensions: [...CONVERSATION_DIMENSIONS, 'sla_metric'],
  ...one,
});

export const SLA_METRICS: readonly Metric[] = [
  metric({
    id: 'sla_attainment',
    title: 'SLA attainment',
    unit: 'ratio',
    definition:
      'Targets met / (met + breached), of targets that came due in the period; running ones breach when due',
    direction: 'higher',
    figure: share(count(MET), plus(count(MET), count(BREACHED))),
  }),
  metric({
    id: 'sla_met',
    title: 'SLA targets met',
    unit: 'count',
    definition: 'Targets fulfilled in time, by due time',
    direction: 'higher',
    figure: count(MET),
  }),
  metric({
    id: 'sla_breached',
    title: 'SLA breaches',
    unit: 'count',
    definition: 'Targets fulfilled late or not at all, by due time',
    direction: 'lower',
    figure: count(BREACHED),
  }),
  metric({
    id: 'sla_late_mean',
    title: 'SLA lateness, mean',
    unit: 'ms',
    definition: 'Mean of how late breached targets were when they ended, in the hours that the target counts',
    direction: 'lower',
    figure: mean(LATE, ENDED_LATE),
  }),
  metric({
    id: 'sla_late_p90',
    title: 'SLA lateness, p90',
    unit: 'ms',
    definition: '90th percentile (nearest rank) of how late breached targets were when they ended',
    direction: 'lower',
    figure: quantile(0.9, LATE, ENDED_LATE),
  }),
];
