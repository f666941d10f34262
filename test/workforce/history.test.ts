import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory } from '../../services/workforce/forecast/history.ts';
import { type QueryAppForTests, startQueryApp } from '../query/support/query-app.ts';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const BEGIN = Date.UTC(2026, 2, 2);

type Stay = readonly [
  fact: 'queue_spell' | 'handle_spell',
  from: number,
  to: number,
  state: string,
  queue: string,
];

/** Minutes after the begin. */
const STAYS: readonly Stay[] = [
  ['queue_spell', 0, 1, 'answered', 'billing'],
  ['queue_spell', 29, 31, 'abandoned', 'billing'],
  ['queue_spell', 30, 31, 'answered', 'billing'],
  ['queue_spell', 61, 62, 'answered', 'orders'],
  ['handle_spell', 1, 7, 'done', 'billing'],
  ['handle_spell', 1, 31, 'done', 'billing'],
  ['handle_spell', 20, 40, 'open', 'billing'],
  ['handle_spell', -10, 40, 'done', 'orders'],
];

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(BEGIN);
  const values = STAYS.map(([fact, from, to, state, queue], i) => {
    const [at, end] = [BEGIN + from * MINUTE, BEGIN + to * MINUTE];
    return `('${fact}', fromUnixTimestamp64Milli(${at}), 'c${i}', 'chats', 0, 1, 0, fromUnixTimestamp64Milli(${at}),
      fromUnixTimestamp64Milli(${end}), '${state}', ${end - at}, '${queue}', 'voice')`;
  });
  await query.clickhouse.command(`INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted,
    began_at, ended_at, state, value_ms, queue, channel) VALUES ${values.join(', ')}`);
});
afterAll(() => query?.stop());

const read = (groupBy: readonly ('queue' | 'channel')[]) =>
  readHistory(query.clickhouse, {
    from: BEGIN,
    to: BEGIN + 3 * HALF_HOUR,
    now: BEGIN + 3 * HALF_HOUR,
    starts: [0, 1, 2].map((place) => BEGIN + place * HALF_HOUR),
    groupBy,
    filters: {},
  });

describe('the history of series', () => {
  it('counts what came by its begin, and handling by its end', async () => {
    const [all] = await read([]);
    expect(all).toEqual({
      queue: null,
      channel: null,
      offered: Float64Array.of(2, 1, 1),
      handled: Float64Array.of(1, 2, 0),
      handledMs: Float64Array.of(6 * MINUTE, 80 * MINUTE, 0),
    });
  });

  it('is apart by queue and channel', async () => {
    const series = await read(['queue', 'channel']);
    const counts = series.map(({ queue, channel, offered }) => [queue, channel, [...offered]]);
    expect(counts.toSorted()).toEqual([
      ['billing', 'voice', [2, 1, 0]],
      ['orders', 'voice', [0, 0, 1]],
    ]);
  });
});
