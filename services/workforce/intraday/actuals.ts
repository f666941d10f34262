import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { knownPart, type RunningDay } from './running-day.ts';

/** What came of a series so far, a value an interval; null where nothing is known yet. */
export interface Actuals {
  /** Contacts, of the interval that runs those that came already. */
  readonly contacts: readonly (number | null)[];
  readonly serviceLevel: readonly (number | null)[];
}

type Group = 'queue' | 'channel';

/** Reads what came on a day, as far as it is known, by group. Contacts are the metric `offered`. */
export async function readActuals(
  clickhouse: ClickHouse,
  day: RunningDay,
  groupBy: readonly Group[],
  filters: Filters,
): Promise<(group: Readonly<Partial<Record<Group, string | null>>>) => Actuals> {
  const isKnown = day.intervals.map((interval) => knownPart(interval, day) > 0);
  const starts = day.intervals.flatMap(({ from }, i) => (isKnown[i] ? [from] : []));
  const rows =
    starts.length === 0
      ? []
      : await queryMetrics(clickhouse, {
          metrics: [findMetric('offered')!, findMetric('service_level')!],
          from: day.from,
          to: day.knownUntil,
          now: day.now,
          starts,
          groupBy,
          filters,
        });
  const found = new Map(rows.map(({ bucket, group, values }) => [JSON.stringify([bucket, group]), values]));
  return (group) => {
    const key = groupBy.map((dimension) => group[dimension]);
    const values = day.intervals.map(({ from }) => found.get(JSON.stringify([from, key])));
    return {
      contacts: isKnown.map((known, i) => (known ? (values[i]?.offered ?? 0) : null)),
      serviceLevel: values.map((one) => one?.service_level ?? null),
    };
  };
}
