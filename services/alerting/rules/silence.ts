import type { NoDataRule } from '../../center/config/alerting/rules.ts';
import { businessMs } from '../../domain/calendar/business-time.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { CalendarNamed } from '../hours.ts';
import { EVERYTHING, type Look } from './reading.ts';

/** A source that has not been heard of for so long is not expected any more, unless a rule names it. */
const EXPECTED_MS = 7 * 86_400_000;
/** An event is visible this long after it came in at the most. */
const VISIBLE_WITHIN_MS = 60_000;
/** Events that come in so long after their own time are of the past: their source need not be alive. */
const PRESENT_MS = 3_600_000;

type By = NoDataRule['by'];

/** Knows when each source, channel and queue was last heard of. */
export interface SilenceReader {
  /** As of `at` (UTC ms). */
  look(rule: NoDataRule, at: number): Promise<Look>;
}

export function createSilenceReader(clickhouse: ClickHouse, calendarNamed: CalendarNamed): SilenceReader {
  /** UTC ms by name, and up to when it has been read. */
  const heard = new Map<By, { last: Map<string, number>; until: number }>();

  async function listen(by: By, at: number): Promise<ReadonlyMap<string, number>> {
    const known = getOrInsert(heard, by, () => ({ last: new Map(), until: at - EXPECTED_MS }));
    const rows = await clickhouse.query<{ name: string; at: number }>({
      sql: `SELECT ${by} AS name, toUnixTimestamp64Milli(max(ingested_at))::Float64 AS at
FROM events
WHERE ingested_at > fromUnixTimestamp64Milli({since:Int64}) AND ingested_at <= fromUnixTimestamp64Milli({at:Int64})
  AND occurred_at > ingested_at - toIntervalMillisecond({present:Int64}) AND ${by} != ''
GROUP BY name`,
      params: { since: known.until - VISIBLE_WITHIN_MS, at, present: PRESENT_MS },
    });
    for (const row of rows) known.last.set(row.name, Math.max(row.at, known.last.get(row.name) ?? 0));
    known.until = at;
    for (const [name, last] of known.last) if (last < at - EXPECTED_MS) known.last.delete(name);
    return known.last;
  }

  return {
    async look(rule, at) {
      const last = await listen(rule.by, at);
      const calendar = rule.during === undefined ? null : calendarNamed(rule.during);
      const names = rule.of.length > 0 ? rule.of : [...last.keys()];
      const readings = names.map((name) => {
        const since = last.get(name) ?? at - EXPECTED_MS;
        const value = calendar === null ? at - since : businessMs(calendar, since, at);
        const verdict = value > rule.quietFor ? ('met' as const) : ('over' as const);
        return { group: { ...EVERYTHING, [rule.by]: name }, verdict, value, threshold: rule.quietFor };
      });
      // Nobody expects it any more.
      return { readings, absent: { verdict: 'over', value: null, threshold: rule.quietFor } };
    },
  };
}
