import { CONVERSATION_DIMENSIONS, type FactMetric, type Metric } from './metric.ts';
import { OVERDUE } from './spans.ts';
import { percentile, ratio } from './sql.ts';

/** SLA: METRICS.md section 4. All are of targets, anchored at their due time. */

const MET = "state = 'met'";
const BREACHED = `(state = 'breached' OR (state = 'active' AND ${OVERDUE}))`;
/** How late in counted time; only what has ended has a final lateness. */
const LATE = 'business_ms - target_ms';
const ENDED_LATE = "state = 'breached'";

const metric = (one: Omit<FactMetric, 'kind' | 'facts' | 'anchor' | 'dimensions'>): FactMetric => ({
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
    value: ratio(`countIf(${MET})`, `(countIf(${MET}) + countIf(${BREACHED}))`),
    behind: `${MET} OR ${BREACHED}`,
  }),
  metric({
    id: 'sla_met',
    title: 'SLA targets met',
    unit: 'count',
    definition: 'Targets fulfilled in time, by due time',
    direction: 'higher',
    value: `countIf(${MET})`,
    behind: MET,
  }),
  metric({
    id: 'sla_breached',
    title: 'SLA breaches',
    unit: 'count',
    definition: 'Targets fulfilled late or not at all, by due time',
    direction: 'lower',
    value: `countIf(${BREACHED})`,
    behind: BREACHED,
  }),
  metric({
    id: 'sla_late_mean',
    title: 'SLA lateness, mean',
    unit: 'ms',
    definition: 'Mean of how late breached targets were when they ended, in the hours that the target counts',
    direction: 'lower',
    value: `avgOrNullIf(${LATE}, ${ENDED_LATE})`,
    of: LATE,
    behind: ENDED_LATE,
  }),
  metric({
    id: 'sla_late_p90',
    title: 'SLA lateness, p90',
    unit: 'ms',
    definition: '90th percentile (nearest rank) of how late breached targets were when they ended',
    direction: 'lower',
    value: percentile(0.9, LATE, ENDED_LATE),
    of: LATE,
    behind: ENDED_LATE,
  }),
];
