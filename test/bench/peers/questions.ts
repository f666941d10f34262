/** A question of a dashboard's panel, to the query service and in SQL over facts. */
export interface Question {
  name: string;
  /** Parameters of `/api/v1/query`, without the range. */
  asked: string;
  /** @param from UTC ms, as `to`, which is not in the range */
  sql(from: number, to: number): string;
  /** A column of both answers that must come to the same sum. */
  count: string;
}

const DAY = 'at // 86400000 AS bucket';
const within = (from: number, to: number) => `at >= ${from} AND at < ${to}`;

/** What can be said in plain SQL over facts; what needs states of agents or distinct conversations is not here. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'calls and chats by day',
    asked: 'metrics=offered,answered,abandoned,service_level&interval=1d',
    sql: (from, to) => `SELECT ${DAY}, count(*) AS offered, count(*) FILTER (state = 'answered') AS answered,
      count(*) FILTER (state = 'abandoned') AS abandoned,
      count(*) FILTER (state = 'answered' AND value_ms <= target_ms)
        / (count(*) FILTER (state = 'answered') + count(*) FILTER (state = 'abandoned' AND label <> 'short')) AS service_level
    FROM facts WHERE fact = 'queue_spell' AND ${within(from, to)} GROUP BY ALL ORDER BY ALL`,
    count: 'offered',
  },
  {
    name: 'service level by queue',
    asked: 'metrics=offered,service_level,asa&group_by=queue',
    sql: (from, to) => `SELECT queue, count(*) AS offered, avg(value_ms) FILTER (state = 'answered') AS asa,
      count(*) FILTER (state = 'answered' AND value_ms <= target_ms)
        / (count(*) FILTER (state = 'answered') + count(*) FILTER (state = 'abandoned' AND label <> 'short')) AS service_level
    FROM facts WHERE fact = 'queue_spell' AND ${within(from, to)} GROUP BY ALL ORDER BY ALL`,
    count: 'offered',
  },
  {
    name: 'percentiles of waits by day',
    asked: 'metrics=answered,wait_p50,wait_p90,wait_p95&interval=1d',
    sql: (
      from,
      to,
    ) => `SELECT ${DAY}, count(*) AS answered, quantile_disc(value_ms, [0.5, 0.9, 0.95]) AS waits
    FROM facts WHERE fact = 'queue_spell' AND state = 'answered' AND ${within(from, to)} GROUP BY ALL ORDER BY ALL`,
    count: 'answered',
  },
  {
    name: 'first response by queue',
    asked: 'metrics=first_response_count,first_response_p50,first_response_p90&group_by=queue',
    sql: (
      from,
      to,
    ) => `SELECT queue, count(*) AS first_response_count, quantile_disc(value_ms, [0.5, 0.9]) AS took
    FROM facts WHERE fact = 'first_response' AND state = 'done' AND ${within(from, to)} GROUP BY ALL ORDER BY ALL`,
    count: 'first_response_count',
  },
  {
    name: 'first response by day and channel',
    asked: 'metrics=first_response_count,first_response_mean&interval=1d&group_by=channel',
    sql: (from, to) => `SELECT ${DAY}, channel, count(*) AS first_response_count, avg(value_ms) AS took
    FROM facts WHERE fact = 'first_response' AND state = 'done' AND ${within(from, to)} GROUP BY ALL ORDER BY ALL`,
    count: 'first_response_count',
  },
];
