import { expect, it } from 'vitest';
import { startQueryApp } from '../../query/support/query-app.ts';
import { rollUp } from './roll-up.ts';

const HOUR_MS = 3_600_000;

it('leaves notes of what came last, with what it tells of conversations, and of nothing before', async () => {
  const present = Date.now();
  const { clickhouse, stop } = await startQueryApp(present);
  try {
    // Two spells that ended 50 s and 5 s ago and began in hours that are over.
    await clickhouse.command(`INSERT INTO facts (fact, at, began_at, ended_at, conversation_id, state, version)
      SELECT 'conversation', began, began, fromUnixTimestamp64Milli(toInt64(${present} - 5000 - number * 45000)), toString(number), 'ended', 1
      FROM (SELECT number, fromUnixTimestamp64Milli(toInt64(${present} - (number + 2) * ${HOUR_MS})) AS began FROM numbers(2))`);
    await rollUp(clickhouse, present, () => {});
    const standing = await clickhouse.query({
      sql: 'SELECT DISTINCT what FROM dirty_hours FINAL WHERE struck = 0 ORDER BY what',
      params: {},
    });
    expect(standing).toEqual(expect.arrayContaining([{ what: 'conversation start' }, { what: 'told' }]));
    const hours = await clickhouse.query({
      sql: `SELECT uniqExact(hour)::UInt32 AS hours FROM dirty_hours FINAL WHERE struck = 0 AND what = 'conversation start'`,
      params: {},
    });
    expect(hours).toEqual([{ hours: 1 }]);
    const told = await clickhouse.query({
      sql: 'SELECT DISTINCT conversation_id AS id FROM tellings FINAL ORDER BY id',
      params: {},
    });
    expect(told).toEqual([{ id: '0' }, { id: '1' }]);
  } finally {
    await stop();
  }
});
