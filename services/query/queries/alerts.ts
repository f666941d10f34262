import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { type Filters, filterSql } from '../../metrics/filters.ts';

/** An alert as it is now. Times are ISO 8601, UTC. */
export interface AlertView {
  id: string;
  version: number;
  rule: string;
  kind: string;
  severity: string;
  title: string;
  state: string;
  reason: string;
  beganAt: string;
  changedAt: string;
  late: boolean;
  unconfirmed: boolean;
  conversationId: string;
  metric: string;
  queue: string;
  team: string;
  agent: string;
  channel: string;
  priority: string;
  policy: string;
  value: number | null;
  threshold: number | null;
  labels: Record<string, string>;
  runbook: string;
  acknowledged: { at: string; by: string; note: string } | null;
}

/** What a channel heard last of an alert, or could not be told. */
export interface DeliveryView {
  channel: string;
  /** Of the alert: what it was told. */
  version: number;
  outcome: 'delivered' | 'failed';
  code: string;
  at: string;
}

export interface AlertsRequest {
  /** UTC ms; alerts that began in the range, and those open that began before it. */
  from: number;
  to: number;
  states: readonly string[];
  limit: number;
  /** Also those that began before the range and were over within it. */
  overlapping?: boolean;
  /** By what an alert is about. One about no queue at all (or team, or channel) matches no filter on it. */
  filters?: Filters;
}

type Row = Omit<AlertView, 'beganAt' | 'changedAt' | 'late' | 'unconfirmed' | 'labels' | 'acknowledged'> & {
  began: number;
  changed: number;
  late: 0 | 1;
  unconfirmed: 0 | 1;
  labels: string;
  acknowledgedAt: number;
  acknowledgedBy: string;
  note: string;
};

const COLUMNS = `alert_id AS id, version, rule, kind, severity, title, state, reason,
  toUnixTimestamp64Milli(began_at)::Float64 AS began, toUnixTimestamp64Milli(changed_at)::Float64 AS changed,
  late, unconfirmed, conversation_id AS conversationId, metric, queue, team, agent, channel, priority, policy,
  value, threshold, labels, runbook, toUnixTimestamp64Milli(acknowledged_at)::Float64 AS acknowledgedAt,
  acknowledged_by AS acknowledgedBy, note`;

const NEWEST = 'SELECT * FROM alerts FINAL ORDER BY alert_id, version DESC LIMIT 1 BY alert_id';
const ACKNOWLEDGED = 'LEFT JOIN (SELECT * FROM alert_acknowledgements FINAL) AS ack USING alert_id';

/** Alerts as they are now, newest first. */
export async function queryAlerts(
  clickhouse: ClickHouse,
  { filters = {}, overlapping = false, ...request }: AlertsRequest,
): Promise<AlertView[]> {
  const { conditions, params } = filterSql(filters);
  const rows = await clickhouse.query<Row>({
    sql: `SELECT ${COLUMNS}
FROM (${NEWEST}) AS newest ${ACKNOWLEDGED}
WHERE state IN {states:Array(String)} AND began_at < fromUnixTimestamp64Milli({to:Int64})
  AND (began_at >= fromUnixTimestamp64Milli({from:Int64}) OR state IN ('pending', 'firing')
    OR {overlapping:Bool} AND changed_at >= fromUnixTimestamp64Milli({from:Int64}))
  ${conditions.map((condition) => `AND ${condition}`).join(' ')}
ORDER BY began_at DESC, alert_id
LIMIT {limit:UInt32}`,
    params: { ...request, overlapping, ...params },
  });
  return rows.map(viewOf);
}

/** The names of the labels that rules have given to alerts that are open. */
export async function queryOpenLabels(clickhouse: ClickHouse): Promise<string[]> {
  const rows = await clickhouse.query<{ name: string }>({
    sql: `SELECT DISTINCT arrayJoin(JSONExtractKeys(labels)) AS name
FROM (${NEWEST}) AS newest WHERE state IN ('pending', 'firing')`,
    params: {},
  });
  return rows.map(({ name }) => name);
}

/** Who was told of these alerts, by their ids. */
export async function queryDeliveries(
  clickhouse: ClickHouse,
  alerts: readonly AlertView[],
): Promise<Map<string, DeliveryView[]>> {
  const told = new Map<string, DeliveryView[]>();
  if (alerts.length === 0) return told;
  const began = alerts.map(({ beganAt }) => Date.parse(beganAt));
  const rows = await clickhouse.query<Omit<DeliveryView, 'at'> & { id: string; finished: number }>({
    sql: `SELECT alert_id AS id, channel, version, outcome, code,
  toUnixTimestamp64Milli(finished_at)::Float64 AS finished
FROM alert_deliveries FINAL
WHERE began_at >= fromUnixTimestamp64Milli({from:Int64}) AND began_at <= fromUnixTimestamp64Milli({to:Int64})
  AND alert_id IN {ids:Array(String)}
ORDER BY alert_id, channel, version DESC
LIMIT 1 BY alert_id, channel`,
    params: { ids: alerts.map(({ id }) => id), from: Math.min(...began), to: Math.max(...began) },
  });
  for (const { id, finished, ...row } of rows) {
    getOrInsert(told, id, () => []).push({ ...row, at: new Date(finished).toISOString() });
  }
  return told;
}

/** One alert as it is now; null if there is none. */
export async function queryAlert(clickhouse: ClickHouse, id: string): Promise<AlertView | null> {
  const [row] = await clickhouse.query<Row>({
    sql: `SELECT ${COLUMNS} FROM (${NEWEST}) AS newest ${ACKNOWLEDGED} WHERE alert_id = {id:String}`,
    params: { id },
  });
  return row === undefined ? null : viewOf(row);
}

/** Transitions for people that came after `since` (UTC ms), in order. One may be in it twice. */
export async function queryChangedAlerts(
  clickhouse: ClickHouse,
  since: number,
  limit: number,
): Promise<AlertView[]> {
  const rows = await clickhouse.query<Row>({
    sql: `SELECT ${COLUMNS}
FROM alerts ${ACKNOWLEDGED}
WHERE changed_at > fromUnixTimestamp64Milli({since:Int64}) AND state IN ('firing', 'resolved')
ORDER BY changed_at, alert_id, version
LIMIT {limit:UInt32}`,
    params: { since, limit },
  });
  return rows.map(viewOf);
}

/** Notes that somebody has taken an alert on; a later note replaces it. */
export function acknowledge(
  clickhouse: ClickHouse,
  { id, at, by, note }: { id: string; at: number; by: string; note: string },
): Promise<void> {
  return clickhouse.command(
    `INSERT INTO alert_acknowledgements (alert_id, acknowledged_at, acknowledged_by, note)
SELECT {id:String}, fromUnixTimestamp64Milli({at:Int64}), {by:String}, {note:String}`,
    { id, at, by, note },
  );
}

function viewOf({ began, changed, acknowledgedAt, acknowledgedBy, note, ...row }: Row): AlertView {
  return {
    ...row,
    beganAt: new Date(began).toISOString(),
    changedAt: new Date(changed).toISOString(),
    late: row.late === 1,
    unconfirmed: row.unconfirmed === 1,
    labels: JSON.parse(row.labels) as Record<string, string>,
    // A join that finds nothing gives the column's default, the epoch.
    acknowledged:
      acknowledgedAt === 0 ? null : { at: new Date(acknowledgedAt).toISOString(), by: acknowledgedBy, note },
  };
}
