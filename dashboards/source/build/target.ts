import type { Column, DataSource, Target } from '../../model.ts';

/** The data source that `infra/grafana` provisions: Infinity, its base URL the query service. */
export const dataSource: DataSource = { type: 'yesoreyeram-infinity-datasource', uid: 'linewatch' };

type Parameters = Readonly<Record<string, string>>;

/** A reference to a variable as Grafana writes it, such as `${queue}`. */
export const variable = (name: string): string => `\${${name}}`;

/**
 * Filters by what is chosen of variables. This format of Grafana's (12.1) repeats the parameter for each value and
 * encodes the values, so that a comma or an ampersand in one stays in it. It must stand in the address itself: as the
 * value of one of Infinity's parameters it would be encoded once more.
 */
const variableFilters = (names: readonly string[]) =>
  names.map((name) => variable(`${name}:customqueryparam`)).join('&');

/** What stands there while all values are chosen; Grafana takes it as it is. The service filters by no empty value. */
export const allOf = (name: string): string => `${name}=`;

/** The variables that figures of conversations are filtered by. */
export const conversationFilters = ['queue', 'channel', 'team'];

/** The dashboard's time range and zone. */
export const rangeParameters: Parameters = {
  from: variable('__from'),
  to: variable('__to'),
  tz: variable('__timezone'),
};

/** A column of numbers named as its selector unless another name is given. */
export const number = (selector: string, text = selector): Column => ({ selector, text, type: 'number' });
/** A column of text. */
export const text = (selector: string, name = selector): Column => ({ selector, text: name, type: 'string' });
/** A column of instants (ISO 8601 in the answer). */
export const time = (selector: string, name = selector): Column => ({
  selector,
  text: name,
  type: 'timestamp',
});

interface EndpointOptions {
  readonly url: string;
  readonly rows: string;
  readonly columns: readonly Column[];
  readonly parameters?: Parameters;
  /** The variables that filter it. */
  readonly filters?: readonly string[];
  readonly format?: Target['format'];
  readonly filter?: string;
  readonly refId?: string;
}

/** A query of any endpoint of the query service. */
export function endpoint(options: EndpointOptions): Target {
  return {
    refId: options.refId ?? 'A',
    datasource: dataSource,
    type: 'json',
    source: 'url',
    parser: 'backend',
    format: options.format ?? 'table',
    url: options.filters ? `${options.url}?${variableFilters(options.filters)}` : options.url,
    url_options: {
      method: 'GET',
      data: '',
      params: Object.entries(options.parameters ?? {}).map(([key, value]) => ({ key, value })),
    },
    root_selector: options.rows,
    columns: options.columns,
    filters: [],
    ...(options.filter ? { filterExpression: options.filter } : {}),
  };
}

interface MetricOptions {
  /** Which of the metrics to show, where the others are those of a panel that can have the same answer. */
  readonly show?: readonly string[];
  readonly interval?: string;
  readonly groupBy?: string;
  /** The variables that filter it; those of conversations unless others are named. */
  readonly filters?: readonly string[];
  readonly parameters?: Parameters;
  readonly refId?: string;
}

/** How the durations behind a metric are spread: a row a class of durations. */
export const distribution = (metric: string): Target =>
  endpoint({
    url: '/api/v1/distribution',
    rows: 'rows',
    filters: conversationFilters,
    parameters: { metric, ...rangeParameters },
    columns: [text('class'), number('count')],
  });

/** A metric by weekday, a row each, and hour of the day, a column each. */
export const hoursOfWeek = (metric: string, parameters: Parameters = {}): Target =>
  endpoint({
    url: '/api/v1/workforce/heatmap',
    rows: 'rows',
    filters: conversationFilters,
    parameters: { metric, ...rangeParameters, ...parameters },
    columns: [
      text('weekday'),
      ...Array.from({ length: 24 }, (_, hour) => number(`hours.${hour}`, String(hour).padStart(2, '0'))),
    ],
  });

/**
 * Metrics of the catalogue over the dashboard's range.
 *
 * @param interval `total` for one figure, the variable for a series
 */
export function metrics(ids: readonly string[], options: MetricOptions = {}): Target {
  const interval = options.interval ?? variable('interval');
  const total = interval === 'total';
  return endpoint({
    url: '/api/v1/query',
    rows: 'rows',
    filters: options.filters ?? conversationFilters,
    format: total ? 'table' : 'timeseries',
    parameters: {
      metrics: ids.join(','),
      interval,
      ...(options.groupBy ? { group_by: options.groupBy } : {}),
      ...rangeParameters,
      ...options.parameters,
    },
    columns: [
      ...(total ? [] : [time('bucket')]),
      ...(options.groupBy ? options.groupBy.split(',').map((dimension) => text(dimension)) : []),
      ...(options.show ?? ids).map((id) => number(id)),
    ],
    ...(options.refId ? { refId: options.refId } : {}),
  });
}
