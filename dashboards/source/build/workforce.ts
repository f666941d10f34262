import type { Annotation, Column, FieldOverride, Target, TextBoxVariable } from '../../model.ts';
import { coloured } from './field.ts';
import {
  conversationFilters,
  dataSource,
  endpoint,
  rangeParameters,
  text,
  time,
  variable,
} from './target.ts';
import { textBox } from './variable.ts';

const steps = { interval: variable('step') };
const pooled = { pool: variable('pool') };

interface PlanTarget {
  /** Path of the rows in the answer; those of the intervals unless told. */
  readonly rows?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly refId?: string;
}

/** A target of planning: of intervals a series over time, of anything else a table. */
function planned(
  path: string,
  columns: readonly Column[],
  options: PlanTarget,
  own: PlanTarget['parameters'],
) {
  const [first] = columns;
  return endpoint({
    url: `/api/v1/workforce/${path}`,
    rows: options.rows ?? 'rows',
    filters: conversationFilters,
    format: first?.text === 'bucket' ? 'timeseries' : 'table',
    parameters: { ...own, ...steps, ...options.parameters },
    columns,
    ...(options.refId ? { refId: options.refId } : {}),
  });
}

/** The forecast of the dashboard's range. */
export const forecast = (columns: readonly Column[], options: PlanTarget = {}): Target =>
  planned('forecast', columns, options, rangeParameters);

/** Agents for the forecast of the dashboard's range. */
export const staffing = (columns: readonly Column[], options: PlanTarget = {}): Target =>
  planned('staffing', columns, options, { ...rangeParameters, ...pooled });

/** A plan of shifts for the dashboard's range. */
export const shifts = (columns: readonly Column[], options: PlanTarget = {}): Target =>
  planned('shifts', columns, options, { ...rangeParameters, ...pooled });

/** Today, so far and to come. */
export const intraday = (columns: readonly Column[], options: PlanTarget = {}): Target =>
  planned('intraday', columns, options, { tz: variable('__timezone') });

/** What may be assumed otherwise: names are those of the parameters of the staffing. */
export const assumptions: readonly TextBoxVariable[] = [
  textBox('volume_change', 'Volume', 'More contacts, or fewer: 10% or -5%'),
  textBox('aht', 'Handling time', 'Mean of a contact: 300s or 5m'),
  textBox('goal', 'Goal', 'Share that is answered in time: 80%'),
  textBox('within', 'Answered within', 'The time of the goal: 20s'),
  textBox('shrinkage', 'Shrinkage', 'Share of paid time without contacts: 30%'),
  textBox('max_occupancy', 'Occupancy at most', 'Share of time with contacts: 85%'),
];

/** The same staffing under the assumptions. */
export const whatIf = (columns: readonly Column[], options: PlanTarget = {}): Target =>
  staffing(columns, {
    ...options,
    refId: 'B',
    parameters: Object.fromEntries(assumptions.map(({ name }) => [name, variable(name)])),
  });

/** A series between two others: the field of the upper border has the name of the band. */
export function band(
  lower: string,
  upper: string,
  name: string,
  color: string,
  opacity: number,
): FieldOverride[] {
  const border = { 'custom.lineWidth': 0 };
  const isBand = { 'custom.fillBelowTo': lower, 'custom.fillOpacity': opacity };
  const unlisted = { 'custom.hideFrom': { legend: true, tooltip: false, viz: false } };
  return [
    coloured(lower, `${name}, lower end`, color, { ...border, 'custom.fillOpacity': 0, ...unlisted }),
    coloured(upper, name, color, { ...border, ...isBand }),
  ];
}

/** A line of dashes: what is expected, beside what is. */
export const dashed = { 'custom.lineStyle': { fill: 'dash', dash: [8, 6] } };

/** Special days and events that were known ahead, as spans in charts. */
export const dayMarks: Annotation = {
  name: 'Special days',
  datasource: dataSource,
  enable: true,
  hide: false,
  iconColor: 'purple',
  target: endpoint({
    url: '/api/v1/workforce/special-days',
    rows: 'days',
    filters: conversationFilters,
    parameters: rangeParameters,
    columns: [time('time'), time('timeEnd'), text('title'), text('text'), text('tags')],
    refId: 'Anno',
  }),
};
