import type { ClickHouse } from './client.ts';

/** What can be kept for a time, each with its tables and the time by which their rows grow old. */
export const KEPT = {
  events: [['events', 'opened_at']],
  facts: [
    // What is due at no time lies in 2200, and is as old as its conversation.
    ['facts', `if(at < toDateTime64('2100-01-01 00:00:00', 3, 'UTC'), at, opened_at)`],
    ['conversations', 'opened_at'],
    ['tellings', 'at'],
    ['surveyed', 'hour'],
  ],
  agentStates: [['agent_states', 'at']],
  agentSchedules: [['agent_schedules', 'starts_at']],
  deadLetters: [['dead_letters', 'failed_at']],
  alerts: [
    ['alerts', 'began_at'],
    ['alert_deliveries', 'began_at'],
    ['alert_notifications', 'created_at'],
  ],
} as const satisfies Record<string, readonly (readonly [table: string, time: string])[]>;

export type Kept = keyof typeof KEPT;

/** Days; null: for ever. What is not named is left as it is. */
export type Retention = Partial<Record<Kept, number | null>>;

/** Days that rows of each are kept, as ClickHouse has been told; null: for ever. */
export type RetentionInForce = Record<Kept, number | null>;

const DAYS_OF: Readonly<Record<string, number>> = {
  Second: 1 / 86_400,
  Minute: 1 / 1_440,
  Hour: 1 / 24,
  Day: 1,
  Week: 7,
  // As short as they can be: what is said to be kept is.
  Month: 28,
  Quarter: 90,
  Year: 365,
};

/** Reads what is in force. TTLs of tables that somebody has set by hand are told too. */
export async function readRetention(clickhouse: ClickHouse): Promise<RetentionInForce> {
  const days = await readTtls(clickhouse, 'currentDatabase()');
  const entries = Object.entries(KEPT).map(([kept, tables]) => {
    const limits = tables.flatMap(([table]) => days.get(table) ?? []);
    return [kept, limits.length === 0 ? null : Math.min(...limits)] as const;
  });
  return Object.fromEntries(entries) as RetentionInForce;
}

/**
 * Has ClickHouse keep rows as long as `retention` says, and gives the tables that were told something new. What is too old
 * goes with merges, in the background.
 *
 * @param database a name that `migrate` has taken
 */
export async function applyRetention(
  bare: ClickHouse,
  database: string,
  retention: Retention,
  cluster?: string,
): Promise<string[]> {
  const inForce = await readTtls(bare, `'${database}'`);
  const changed: string[] = [];
  for (const [kept, days] of Object.entries(retention) as [Kept, number | null | undefined][]) {
    for (const [table, time] of KEPT[kept]) {
      if (days === undefined || days === (inForce.get(table) ?? null)) continue;
      const local = cluster === undefined ? table : `${table}_local ON CLUSTER ${cluster}`;
      const action = days === null ? 'REMOVE TTL' : `MODIFY TTL toDateTime(${time}) + toIntervalDay(${days})`;
      await bare.command(`ALTER TABLE ${database}.${local} ${action}`);
      changed.push(table);
    }
  }
  return changed;
}

/** Days that the rows of tables are kept, those of tables with a TTL alone. */
async function readTtls(clickhouse: ClickHouse, database: string): Promise<Map<string, number>> {
  const rows = await clickhouse.query<{ name: string; made: string }>({
    sql: `SELECT replaceRegexpOne(name, '_local$', '') AS name, engine_full AS made FROM system.tables
          WHERE database = ${database} AND engine LIKE '%MergeTree'`,
    params: {},
  });
  return new Map(
    rows.flatMap(({ name, made }) => {
      const days = daysOf(made);
      return days === null ? [] : [[name, days] as const];
    }),
  );
}

/** Days of the rule of a TTL that deletes all rows; null without one. */
function daysOf(engine: string): number | null {
  const rules = /\sTTL (?<rules>.*?)(?:\sSETTINGS |$)/s.exec(engine)?.groups?.rules ?? '';
  for (const [, unit, amount, rest] of rules.matchAll(/toInterval(\w+)\((\d+)\)([^,]*)/g)) {
    const isOther = /TO (?:VOLUME|DISK)|RECOMPRESS|GROUP BY| WHERE /.test(rest!);
    if (!isOther && DAYS_OF[unit!] !== undefined) return Number(amount) * DAYS_OF[unit!]!;
  }
  return null;
}
