import { DateTime } from 'luxon';
import type { SurgeRule } from '../../center/config/alerting/rules.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import type { Verdict } from '../states/hold.ts';
import { countOver } from './measured.ts';
import { groupKey, type Look } from './reading.ts';
import { surgeLimit, type Usual, usualOf } from './usual.ts';

/** With fewer weeks to compare with, nothing is known to be unusual. */
const MIN_WEEKS = 3;
/** What is usual changes slowly: it is read anew so often, ms. */
const USUAL_EVERY_MS = 5 * 60_000;

/** What is usual at a time, by group, and for groups that were never there. */
interface Baseline {
  at: number;
  usual: ReadonlyMap<string, Usual>;
  other: Usual | null;
}

/** Compares a count with that of the same hour and weekday of past weeks. */
export interface SurgeReader {
  /** As of `at` (UTC ms). */
  look(rule: SurgeRule, at: number): Promise<Look>;
}

export function createSurgeReader(clickhouse: ClickHouse): SurgeReader {
  const baselines = new Map<string, Baseline>();
  let firstAt: number | null = null;

  /** UTC ms: when the first conversation was stored. What lies before is not known to have been quiet. */
  async function begin(): Promise<number> {
    if (firstAt !== null) return firstAt;
    const [row] = await clickhouse.query<{ first: number }>({
      sql: `SELECT toUnixTimestamp64Milli(at)::Float64 AS first FROM facts FINAL
WHERE fact = 'conversation' ORDER BY at LIMIT 1`,
      params: {},
    });
    if (row === undefined) return Number.POSITIVE_INFINITY;
    firstAt = row.first;
    return firstAt;
  }

  async function baselineOf(rule: SurgeRule, at: number): Promise<Baseline> {
    const slot = Math.floor(at / USUAL_EVERY_MS) * USUAL_EVERY_MS;
    const known = baselines.get(rule.id);
    if (known?.at === slot) return known;
    const since = await begin();
    const weeks = weeksBefore(slot, rule).filter(({ from }) => from >= since);
    const metric = findMetric(rule.metric)!;
    const past = new Map<string, number[]>();
    for (const [i, { from, to }] of weeks.entries()) {
      for (const { group, value } of await countOver(clickhouse, { metric, rule, from, to })) {
        getOrInsert(past, groupKey(group), () => weeks.map(() => 0))[i] = value ?? 0;
      }
    }
    const enough = weeks.length >= MIN_WEEKS;
    const baseline: Baseline = {
      at: slot,
      usual: new Map(enough ? [...past].map(([key, values]) => [key, usualOf(values)]) : []),
      other: enough ? usualOf([0]) : null,
    };
    baselines.set(rule.id, baseline);
    return baseline;
  }

  return {
    async look(rule, at) {
      const { usual, other } = await baselineOf(rule, at);
      const metric = findMetric(rule.metric)!;
      const values = await countOver(clickhouse, { metric, rule, from: at - rule.over, to: at });
      const judged = (usually: Usual | null, value: number) => {
        const threshold = usually === null ? null : surgeLimit(usually, rule);
        return { value, threshold, verdict: verdictOf(value, usually, threshold) };
      };
      return {
        readings: values.map(({ group, value }) => ({
          group,
          ...judged(usual.get(groupKey(group)) ?? other, value ?? 0),
        })),
        absent: judged(other, 0),
      };
    },
  };
}

/** A surge is over once the count is halfway back to what is usual. */
function verdictOf(value: number, usual: Usual | null, threshold: number | null): Verdict {
  if (usual === null || threshold === null) return 'unknown';
  if (value > threshold) return 'met';
  return value <= (usual.median + threshold) / 2 ? 'over' : 'kept';
}

/** The same hour and weekday of past weeks, on the clock of the rule's zone, latest first. UTC ms. */
export function weeksBefore(
  at: number,
  { weeks, zone, over }: Pick<SurgeRule, 'weeks' | 'zone' | 'over'>,
): { from: number; to: number }[] {
  const end = DateTime.fromMillis(at, { zone });
  return Array.from({ length: weeks }, (_, i) => {
    const to = end.minus({ weeks: i + 1 }).toMillis();
    return { from: to - over, to };
  });
}
