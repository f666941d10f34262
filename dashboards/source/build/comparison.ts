import type { Column, Target } from '../../model.ts';
import { conversationFilters, endpoint, number, text, time, variable } from './target.ts';
import { choiceVariable, textBox } from './variable.ts';

/** What can be typed in: the parameters of a comparison that no list holds. */
export const typedIn = [
  textBox('a', 'Before', 'From/to: 2026-04-06/2026-05-04'),
  textBox('b', 'After', 'From/to; without both the last 28 days and the 28 before'),
  textBox('length', 'Length around a change', '10d, 4w; at most what has passed since'),
  textBox('metric', 'Further metrics', 'Ids such as fcr,first_response_p90'),
];

/** Metrics that are looked at together, by what one asks about. */
export const set = choiceVariable('set', 'Metrics', [
  [
    'The usual',
    'service_level,abandonment_rate,asa,aht,first_response_p50,fcr,reopen_rate,csat,sla_attainment',
  ],
  ['Waiting', 'offered,answered,abandoned,abandonment_rate,service_level,asa,wait_p90'],
  [
    'Responses and solutions',
    'first_response_p50,first_response_p90,next_response_p50,first_resolution_p50,sla_attainment,fcr,reopen_rate',
  ],
  ['Satisfaction', 'csat,csat_response_rate,nps,ces,fcr,reopen_rate'],
  ['Handling', 'handled,aht,talk_time,hold_time,wrap_time,transfer_rate,escalation_rate'],
]);

/** The metrics of the sets under their titles. */
export const titles = {
  service_level: 'Service level',
  abandonment_rate: 'Abandonment rate',
  asa: 'Average speed of answer',
  aht: 'Handle time',
  first_response_p50: 'First response, p50',
  first_response_p90: 'First response, p90',
  next_response_p50: 'Next response, p50',
  first_resolution_p50: 'Resolution, p50',
  wait_p90: 'Wait, p90',
  fcr: 'First contact resolution',
  csat: 'Customer satisfaction',
  csat_response_rate: 'Response rate',
  nps: 'Net promoter score',
  ces: 'Customer effort score',
  sla_attainment: 'SLA attainment',
  reopen_rate: 'Reopen rate',
  transfer_rate: 'Transfer rate',
  escalation_rate: 'Escalation rate',
  offered: 'Offered',
  answered: 'Answered',
  abandoned: 'Abandoned',
  handled: 'Handled',
  talk_time: 'Talk time',
  hold_time: 'Hold time',
  wrap_time: 'After-call work',
} as const;

/** The metric that the chart over time is of. */
export const shown = choiceVariable(
  'shown',
  'Chart of',
  Object.entries(titles).map(([id, title]) => [title, id]),
);

const sides = { a: variable('a'), b: variable('b'), length: variable('length') };
const filters = [...conversationFilters, 'change'];

/** The comparison of the metrics that are chosen and those that are typed in, largest differences first. */
export function comparison(rows: string, columns: readonly Column[]): Target {
  const target = endpoint({
    url: '/api/v1/compare',
    rows,
    filters,
    parameters: { ...sides, order: 'effect', metric: variable('set') },
    columns,
  });
  const { url_options } = target;
  const further = { key: 'metric', value: variable('metric') };
  return { ...target, url_options: { ...url_options, params: [...url_options.params, further] } };
}

/** The days of both periods of the metric that is shown; the column of another unit than its own has no values. */
export const course: Target = endpoint({
  url: '/api/v1/compare/course',
  rows: 'rows',
  filters,
  format: 'timeseries',
  parameters: { ...sides, metric: variable('shown') },
  columns: [time('bucket'), text('metric'), ...['ms', 'ratio', 'count', 'score'].map((unit) => number(unit))],
});
