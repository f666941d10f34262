import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { instant, text, texts, uint16, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import { type Alert, idempotencyKey } from '../alert.ts';
import { type AlertRow, alertOfRow, SELECT_ALERT } from '../store/rows.ts';
import type { Cause, Held, Notification } from './notification.ts';

/** What became of a notification. */
export interface Finished {
  outcome: 'delivered' | 'failed';
  /** Why it failed; empty if it did not. */
  code: string;
  attempts: number;
  /** UTC ms. */
  finishedAt: number;
}

/** A transition in a group of one route and channel, with when it was told first, UTC ms. */
export interface Entry {
  route: number;
  channel: string;
  groupKey: string;
  /** As `idempotencyKey` gives it. */
  transition: string;
  firstAt: number;
  lastAt: number;
}

/** A transition that was held back from a channel. */
export interface HeldEntry {
  /** As `idempotencyKey` gives it. */
  transition: string;
  channel: string;
}

/** The newest version of an alert that a channel has taken, or could not be told of. */
export interface Delivered {
  id: string;
  channel: string;
  version: number;
}

/** Notes what must be sent again as it is after a takeover. All reject (retriable) while ClickHouse is away. */
export interface Journal {
  /** Notes notifications that are about to be sent, or what became of them. May be repeated. */
  write(notifications: readonly Notification[], finished?: Finished): Promise<void>;
  /** Notes what is held back. May be repeated. */
  hold(held: readonly Held[]): Promise<void>;
  /** What is noted to be held of transitions after `since` (UTC ms), told since or not. */
  held(since: number): Promise<HeldEntry[]>;
  /** Those after `since` (UTC ms) of which nobody knows whether they have arrived, in order. */
  unfinished(since: number): Promise<Notification[]>;
  /** What was told after `since` (UTC ms), arrived or not. */
  entries(since: number): Promise<Entry[]>;
  /** Of alerts that began after `since` (UTC ms). */
  delivered(since: number): Promise<Delivered[]>;
}

/** The cause and the outcome of what is not told. */
const HELD = 'held';
const UNDER_WAY = { outcome: '', code: '', attempts: 0, finishedAt: 0 };

/** What a row holds of a notification, or of what is held back. */
type Noted = Omit<Notification, 'cause' | 'held'> & { cause: Cause | typeof HELD };

interface Row {
  key: string;
  channel: string;
  route: number;
  cause: Cause;
  groupKey: string;
  groupLabels: string;
  at: number;
  transitions: string[];
  keys: string[];
  firing: number;
}

export function createJournal(clickhouse: ClickHouse): Journal {
  async function transitionsOf(rows: readonly Row[]): Promise<Map<string, Alert>> {
    const wanted = [...new Set(rows.flatMap(({ transitions }) => transitions))];
    const found = await clickhouse.query<AlertRow>({
      sql: `SELECT ${SELECT_ALERT} FROM alerts
WHERE concat(alert_id, '-', toString(version)) IN {wanted:Array(String)}
LIMIT 1 BY alert_id, version`,
      params: { wanted },
    });
    return new Map(found.map(alertOfRow).map((alert) => [idempotencyKey(alert), alert]));
  }

  async function insert(
    notifications: readonly Noted[],
    { outcome, code, attempts, finishedAt }: Omit<Finished, 'outcome'> & { outcome: string },
  ): Promise<void> {
    if (notifications.length === 0) return;
    const rows = rowsOf({
      created_at: instant(),
      notification_id: text(),
      channel: word(),
      route: uint16(),
      cause: word(),
      group_key: text(),
      group_labels: text(),
      transitions: texts(),
      keys: texts(),
      firing: uint32(),
      outcome: word(),
      code: word(),
      attempts: uint32(),
      finished_at: instant(),
    });
    const { columns } = rows;
    for (const { key, channel, route, cause, group, at, alerts, firing } of notifications) {
      columns.created_at.add(at);
      columns.notification_id.add(key);
      columns.channel.add(channel);
      columns.route.add(route);
      columns.cause.add(cause);
      columns.group_key.add(group?.key ?? '');
      columns.group_labels.add(JSON.stringify(group?.labels ?? {}));
      columns.transitions.add(alerts.map(({ alert }) => idempotencyKey(alert)));
      columns.keys.add(alerts.map((each) => each.key));
      columns.firing.add(firing);
      columns.outcome.add(outcome);
      columns.code.add(code);
      columns.attempts.add(attempts);
      columns.finished_at.add(finishedAt);
    }
    await clickhouse.insert('alert_notifications', rows);
  }

  return {
    write: (notifications, finished) => insert(notifications, finished ?? UNDER_WAY),
    hold(held) {
      const noted = held.map(({ alert, channel }): Noted => {
        const key = `${idempotencyKey(alert)}-${HELD}-${channel}`;
        const alerts = [{ alert, key }];
        return { key, channel, route: 0, cause: HELD, group: null, at: alert.changedAt, alerts, firing: 0 };
      });
      return insert(noted, { ...UNDER_WAY, outcome: HELD });
    },
    async held(since) {
      return clickhouse.query<HeldEntry>({
        sql: `SELECT DISTINCT transitions[1] AS transition, channel FROM alert_notifications
WHERE created_at >= fromUnixTimestamp64Milli({since:Int64}) AND cause = {held:String}`,
        params: { since, held: HELD },
      });
    },
    async unfinished(since) {
      const rows = await clickhouse.query<Row>({
        sql: `SELECT notification_id AS key, channel, route, cause, group_key AS groupKey, group_labels AS groupLabels,
  toUnixTimestamp64Milli(created_at)::Float64 AS at, transitions, keys, firing
FROM alert_notifications FINAL
WHERE created_at >= fromUnixTimestamp64Milli({since:Int64}) AND outcome = ''
ORDER BY created_at, notification_id`,
        params: { since },
      });
      if (rows.length === 0) return [];
      const alerts = await transitionsOf(rows);
      return rows.map(({ groupKey, groupLabels, transitions, keys, ...rest }) => ({
        ...rest,
        // What is told alone is written down only if it was held.
        held: groupKey === '' && rest.cause === 'changed',
        group:
          groupKey === ''
            ? null
            : { key: groupKey, labels: JSON.parse(groupLabels) as Record<string, string> },
        alerts: transitions.flatMap((transition, i) => {
          const alert = alerts.get(transition);
          return alert === undefined ? [] : [{ alert, key: keys[i]! }];
        }),
      }));
    },
    async entries(since) {
      return clickhouse.query<Entry>({
        sql: `SELECT route, channel, group_key AS groupKey, transition,
  toUnixTimestamp64Milli(min(created_at))::Float64 AS firstAt,
  toUnixTimestamp64Milli(max(created_at))::Float64 AS lastAt
FROM alert_notifications
ARRAY JOIN transitions AS transition
WHERE created_at >= fromUnixTimestamp64Milli({since:Int64}) AND cause != {held:String}
GROUP BY route, channel, group_key, transition`,
        params: { since, held: HELD },
      });
    },
    async delivered(since) {
      return clickhouse.query<Delivered>({
        sql: `SELECT alert_id AS id, channel, max(version) AS version FROM alert_deliveries
WHERE began_at >= fromUnixTimestamp64Milli({since:Int64})
GROUP BY alert_id, channel`,
        params: { since },
      });
    },
  };
}
