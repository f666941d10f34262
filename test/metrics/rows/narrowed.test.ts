import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factRows } from '../../../services/metrics/rows/facts.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../../support/database.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BEGIN = Date.UTC(2026, 0, 1);
/** So many granules of handling, one a minute. */
const GRANULES = 20;
const SPELLS = GRANULES * 8_192;
const END = BEGIN + SPELLS * MINUTE_MS;

describe('what ends in a range', () => {
  let database: DatabaseForTests;

  beforeAll(async () => {
    database = await startDatabaseForTests(`narrowed_${process.pid}`);
    const at = `fromUnixTimestamp64Milli(${BEGIN} + toInt64(number) * ${MINUTE_MS})`;
    await database.clickhouse.command(`INSERT INTO facts (fact, at, ended_at, conversation_id, stream, version, state)
      SELECT 'handle_spell', ${at} AS began, began + toIntervalMinute(3), toString(number), 'chats', 1, 'done'
      FROM numbers(${SPELLS}) SETTINGS max_insert_block_size = ${SPELLS}`);
  });
  afterAll(() => database?.stop());

  /** A range near the end of all. */
  const asked = (lengthMs: number) =>
    factRows(
      {
        ...{ from: END - HOUR_MS - lengthMs, to: END - HOUR_MS, now: END },
        ...{ starts: [END - HOUR_MS - lengthMs], groupBy: [], filters: {} },
      },
      { facts: ['handle_spell'], anchor: 'end' },
    );

  async function granulesOf(lengthMs: number): Promise<{ granules: number; found: number }> {
    const { from, params } = asked(lengthMs);
    const { clickhouse } = database;
    const plan = await clickhouse.query<{ explain: string }>({
      sql: `EXPLAIN indexes = 1 SELECT count() FROM ${from}`,
      params,
    });
    const read = plan.flatMap(({ explain }) => /Parts: \d+ \| Granules: (\d+)/.exec(explain)?.[1] ?? []);
    const [row] = await clickhouse.query<{ found: number }>({
      sql: `SELECT count()::Float64 AS found FROM ${from}`,
      params,
    });
    return { granules: Number(read[0]), found: row!.found };
  }

  /** A part as a unit of ingest makes it: of kinds before and behind handling, ended within the ranges. */
  async function storeUnit(): Promise<void> {
    const ended_at = END - 2 * HOUR_MS;
    const of = {
      at: ended_at - MINUTE_MS,
      ended_at,
      conversation_id: 'new',
      stream: 'chats',
      version: 1,
      state: 'done',
    };
    await database.client.insert<unknown>({
      table: 'facts',
      values: ['conversation', 'queue_spell'].map((fact) => ({ ...of, fact })),
      format: 'JSONEachRow',
    });
  }

  it('is read by few granules, also beside a small part of several kinds', async () => {
    await storeUnit();
    const hours = await granulesOf(4 * HOUR_MS);
    expect(hours.found).toBe(4 * 60);
    expect(hours.granules).toBeLessThan(GRANULES / 4);
    const days = await granulesOf(20 * 24 * HOUR_MS);
    expect(days.found).toBe(20 * 24 * 60);
    expect(days.granules).toBeLessThan(GRANULES / 2);
  });

  it('is the newest version of it, whichever of them ended there', async () => {
    const values = [
      { conversation_id: '1', ended_at: END - 90 * MINUTE_MS },
      { conversation_id: String(SPELLS - 100), ended_at: END + HOUR_MS },
    ].map(({ conversation_id, ended_at }) => ({
      ...{ fact: 'handle_spell', at: BEGIN + Number(conversation_id) * MINUTE_MS, ended_at, conversation_id },
      ...{ stream: 'chats', version: 2, state: 'done' },
    }));
    await database.client.insert<unknown>({ table: 'facts', values, format: 'JSONEachRow' });
    expect((await granulesOf(HOUR_MS)).found).toBe(60);
    expect((await granulesOf(20 * 24 * HOUR_MS)).found).toBe(20 * 24 * 60);
  });
});
