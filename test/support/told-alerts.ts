import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, endpointsOf } from '../../services/lib/connections.ts';

/** What alerting made of the targets that are stored. */
export interface ToldAlerts {
  /** Targets that were missed, and those of 1999 among them. */
  missed: number;
  missedIn1999: number;
  /** Breaches that are recorded. */
  recorded: number;
  recordedIn1999: number;
  /** Alerts that came to any other state, and what somebody was told. */
  others: number;
  told: number;
}

/** Reads it from the database of a product. */
export async function toldAlerts(environment: Record<string, string>): Promise<ToldAlerts> {
  const variables = readEnvironment({ ...process.env, ...environment });
  const clickhouse = connectClickHouse(variables, endpointsOf(variables));
  try {
    const [row] = await clickhouse.query<ToldAlerts>({
      sql: `SELECT missed, missedIn1999, recorded, recordedIn1999, others, told
FROM (
  SELECT count()::Float64 AS missed, countIf(toYear(at) = 1999)::Float64 AS missedIn1999
  FROM facts FINAL WHERE fact = 'sla_target' AND state IN ('active', 'breached') AND at < now()
) AS targets, (
  SELECT countIf(state = 'recorded')::Float64 AS recorded,
    countIf(state NOT IN ('recorded', 'inactive'))::Float64 AS others,
    countIf(state = 'recorded' AND toYear(began_at) = 1999)::Float64 AS recordedIn1999
  FROM (SELECT * FROM alerts FINAL ORDER BY alert_id, version DESC LIMIT 1 BY alert_id)
) AS changes, (
  SELECT count()::Float64 AS told FROM alert_deliveries FINAL
) AS deliveries`,
      params: {},
    });
    return row!;
  } finally {
    await clickhouse.close();
  }
}
