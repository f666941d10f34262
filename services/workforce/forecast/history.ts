import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { anchorOf, type Metric } from '../../metrics/definition/metric.ts';
import { factRows } from '../../metrics/rows/facts.ts';
import { figuresQuery, type RangeRequest } from '../../metrics/rows/source.ts';
import { seriesKey } from '../series-key.ts';

/** What came to a series and what it took, an entry an interval; 0 where nothing is stored. */
export interface SeriesHistory {
  /** Null where it is not grouped by. */
  readonly queue: string | null;
  readonly channel: string | null;
  /** Contacts offered, by their begin. */
  readonly offered: Float64Array;
  /** Contacts whose handling ended, and the time that it took, ms, by their end. */
  readonly handled: Float64Array;
  readonly handledMs: Float64Array;
}

const OFFERED = metric('offered');
const HANDLED = metric('handled');
const HANDLE_TIME = metric('aht');

type Grouping = readonly ('queue' | 'channel')[];
type HistoryRequest = RangeRequest & { readonly groupBy: Grouping };

/** The history of each series that something came to in [from, to), in intervals that begin at `starts`. */
export async function readHistory(clickhouse: ClickHouse, request: HistoryRequest): Promise<SeriesHistory[]> {
  const places = new Map(request.starts.map((start, place) => [start, place]));
  const all = new Map<string, SeriesHistory>();
  const seriesOf = ({ queue, channel }: Columns) => {
    const name = { queue: queue ?? null, channel: channel ?? null };
    return getOrInsert(all, seriesKey(name), () => ({
      ...name,
      offered: new Float64Array(places.size),
      handled: new Float64Array(places.size),
      handledMs: new Float64Array(places.size),
    }));
  };
  const [arrivals, handling] = await Promise.all([
    clickhouse.query<Columns>(columnsQuery(request, [OFFERED])),
    clickhouse.query<Columns>(columnsQuery(request, [HANDLED, HANDLE_TIME])),
  ]);
  for (const columns of arrivals) {
    const { offered } = seriesOf(columns);
    columns.buckets.forEach((bucket, i) => {
      offered[places.get(bucket)!] = columns.offered![i]!;
    });
  }
  for (const columns of handling) {
    const { handled, handledMs } = seriesOf(columns);
    columns.buckets.forEach((bucket, i) => {
      const place = places.get(bucket)!;
      handled[place] = columns.handled![i]!;
      handledMs[place] = columns.handled![i]! * (columns.aht![i] ?? 0);
    });
  }
  return [...all.values()];
}

/** A series: its dimensions, and its figures as columns. */
interface Columns {
  queue?: string;
  channel?: string;
  buckets: number[];
  offered?: number[];
  handled?: number[];
  aht?: (number | null)[];
}

/** Figures of one kind of facts, a row a series: a row an interval would be ten times the text. */
function columnsQuery(request: HistoryRequest, metrics: readonly Metric[]): Query {
  const [first] = metrics as [Metric];
  const rows = factRows(request, { facts: first.facts, anchor: anchorOf(first) });
  const { sql, params } = figuresQuery(rows, request.groupBy, metrics);
  const columns = [
    'groupArray(bucket) AS buckets',
    ...metrics.map(({ id }) => `groupArray(tuple(${id})).1 AS ${id}`),
  ];
  const groups = request.groupBy.join(', ');
  return {
    sql: `SELECT ${[...request.groupBy, ...columns].join(', ')}
FROM (${sql})${groups === '' ? '' : `\nGROUP BY ${groups}`}`,
    params,
  };
}

function metric(id: string): Metric {
  return findMetric(id)!;
}
