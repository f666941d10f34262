import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';
import { PART_AGES_S, writtenSql } from './written.ts';

const PRESENT = Date.UTC(2026, 9, 15, 9);
const HOUR_MS = 3_600_000;
const MOST_LATE_MS = 6 * HOUR_MS;

interface Place {
  began: number;
  ended: number;
  last: number;
  part: number;
  firstPart: number;
}

let server: ClickHouseForTests;
let clickhouse: ClickHouse;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  clickhouse = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
});

afterAll(async () => {
  await clickhouse.close();
  await server.stop();
});

/** Spells that began in the last ten days, one every 90 s, and took an hour; those of the last hour are open. */
function places(): Promise<Place[]> {
  const { last, part, firstPart } = writtenSql(
    {
      began_at: 'fromUnixTimestamp64Milli(begin_ms)',
      ended_at: 'fromUnixTimestamp64Milli(end_ms)',
    },
    'begin_ms',
    PRESENT,
  );
  return clickhouse.query<Place>({
    sql: `SELECT begin_ms::Float64 AS began, end_ms::Float64 AS ended, (${last})::Float64 AS last, ${part} AS part, ${firstPart} AS firstPart
    FROM (SELECT toInt64(${PRESENT} - 1 - number * 90000) AS begin_ms,
      if(begin_ms + ${HOUR_MS} < ${PRESENT}, begin_ms + ${HOUR_MS}, 0)::Int64 AS end_ms FROM numbers(9600))`,
    params: {},
  });
}

it('has each fact written after it happened, never later than now, and few of them late', async () => {
  const all = await places();
  for (const { began, ended, last } of all) {
    const happened = Math.max(began, ended);
    expect(last).toBeGreaterThanOrEqual(happened);
    expect(last).toBeLessThanOrEqual(Math.min(PRESENT, happened + MOST_LATE_MS));
  }
  const late = all.filter(({ began, ended, last }) => last - Math.max(began, ended) > 2_000).length;
  expect(late / all.length).toBeGreaterThan(0.02);
  expect(late / all.length).toBeLessThan(0.04);
});

it('has each fact in the part of the time in which it was written', async () => {
  for (const { last, part, firstPart } of await places()) {
    const age = (PRESENT - last) / 1_000;
    expect(part).toBe(PART_AGES_S.filter((begin) => begin >= age).length);
    expect(firstPart).toBeLessThanOrEqual(part);
  }
});
