import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../support/query-app.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(NOW);
  await query.clickhouse.command(
    `INSERT INTO agent_states VALUES
    ('a1', fromUnixTimestamp64Milli({early:Int64}), 'e1', 'day', 'available', 3, 0, ['billing', 'vip']),
    ('a1', fromUnixTimestamp64Milli({late:Int64}), 'e2', 'day', 'busy', 3, 2, ['billing', 'vip']),
    ('a2', fromUnixTimestamp64Milli({early:Int64}), 'e3', 'day', 'break', 1, 0, ['general']),
    ('a3', fromUnixTimestamp64Milli({early:Int64}), 'e4', 'night', 'available', 1, 0, ['general', 'vip']),
    ('a4', fromUnixTimestamp64Milli({early:Int64}), 'e5', 'night', 'offline', 1, 0, ['vip'])`,
    { early: NOW - 600_000, late: NOW - 60_000 },
  );
});
afterAll(() => query?.stop());

const agents = async (filter = '') =>
  (JSON.parse(await query.get(`/api/v1/live/agents${filter}`)) as { agent: string; state: string }[]).map(
    ({ agent, state }) => `${agent} ${state}`,
  );

describe('agents who are logged in', () => {
  it('are there in their newest state, those longest in it first', async () => {
    expect(await agents()).toEqual(['a2 break', 'a3 available', 'a1 busy']);
  });

  it('are narrowed by team, by a queue that they serve, and by both', async () => {
    expect(await agents('?team=day')).toEqual(['a2 break', 'a1 busy']);
    expect(await agents('?queue=vip')).toEqual(['a3 available', 'a1 busy']);
    expect(await agents('?queue=vip&queue=general&team=night')).toEqual(['a3 available']);
    expect(await agents('?agent=a2&queue=vip')).toEqual([]);
  });
});
