import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf } from '../../support/in-full.ts';
import { type QueryAppForTests, startQueryApp } from '../support/query-app.ts';

const MINUTE = 60_000;
const BEGIN = Date.UTC(2024, 2, 4, 8);
const LENGTH = 240;
const NOW = BEGIN + LENGTH * MINUTE;

/**
 * Stays in queues and in statuses that begin and end on whole minutes, so that many do so at the very ends of a range. A
 * fifth of them is open still, a fifth of the others was abandoned.
 */
const SPELLS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state,
  label, value_ms, queue, channel, opened_at)
SELECT ['queue_spell', 'status_spell'][1 + number % 2] AS fact,
  fromUnixTimestamp64Milli(toInt64({begin:Int64} + cityHash64(number, 'at') % {length:Int64} * 60000)) AS at,
  concat('c-', toString(number)), 'chats', 0, 1, 0, at,
  if(state = 'open', fromUnixTimestamp64Milli(0::Int64), at + toIntervalMillisecond(value_ms)) AS ended_at,
  multiIf(r % 5 = 0, 'open', fact = 'status_spell', 'done', r % 5 = 1, 'abandoned', 'answered') AS state,
  if(fact = 'status_spell', ['open', 'pending', 'solved'][1 + r % 3], '') AS label,
  if(state = 'open', 0, toInt64(60000 * (intDiv(r, 5) % 40))) AS value_ms,
  ['billing', 'vip'][1 + intDiv(r, 3) % 2], ['voice', 'chat', 'email'][1 + intDiv(r, 7) % 3], at
FROM (SELECT number, cityHash64(number, 'r') % 1000003 AS r FROM numbers(300))`;

const RATINGS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state,
  label, score, scale, opened_at)
SELECT 'rating', fromUnixTimestamp64Milli({at:Int64}) AS at, 'rated', 'surveys', 0, 1, 0, at, at, 'done', 'csat', 4, 5, at`;

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(NOW);
  await query.clickhouse.command(SPELLS, { begin: BEGIN, length: LENGTH });
  await query.clickhouse.command(RATINGS, { at: BEGIN });
});
afterAll(() => query?.stop());

type Row = Record<string, string | number | null>;
type Parameters = Record<string, string>;

async function ask(path: string, parameters: Parameters): Promise<{ rows: Row[]; next: string | null }> {
  return JSON.parse(await query.get(`${path}?${new URLSearchParams(parameters)}`));
}

/** All rows behind a figure, page by page. */
async function behind(parameters: Parameters): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await ask('/api/v1/conversations', { ...parameters, ...(cursor ? { cursor } : {}) });
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

/** On whole minutes, from before the first spell to after now. */
const ranges = fc
  .record({
    from: fc.integer({ min: -10, max: LENGTH + 10 }),
    length: fc.integer({ min: 1, max: LENGTH + 20 }),
  })
  .map(({ from, length }) => ({
    from: String(BEGIN + from * MINUTE),
    to: String(BEGIN + (from + length) * MINUTE),
  }));
const filters = fc.constantFrom<Parameters>({}, { queue: 'vip' }, { queue: 'billing', channel: 'chat' });

describe('the conversations behind a figure of an instant', () => {
  it('are as many as it counts: those that are open at the end of the range', async () => {
    let counted = 0;
    const metrics = fc.constantFrom('queue_depth', 'backlog');
    await fc.assert(
      fc.asyncProperty(metrics, ranges, filters, async (metric, range, filter) => {
        const [total] = (
          await ask('/api/v1/query', { metrics: metric, interval: 'total', ...range, ...filter })
        ).rows;
        const rows = await behind({ metric, limit: '7', ...range, ...filter });
        expect(rows.length).toBe(total![metric]);
        expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(rows.length);
        const to = Number(range.to);
        for (const { at, endedAt } of rows) {
          expect(Date.parse(String(at))).toBeLessThan(to);
          expect(endedAt === null || Date.parse(String(endedAt)) >= to).toBe(true);
        }
        counted += rows.length;
      }),
      { numRuns: casesOf(40) },
    );
    expect(counted).toBeGreaterThan(100);
  });

  it('have who waits longest first', async () => {
    const rows = await behind({ metric: 'queue_depth', from: 'now-1h', to: 'now', limit: '5' });
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(({ state }) => state)).toContain('open');
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted());
  });

  it('are those that were open at any instant where the figure is the most of them', async () => {
    const range = { from: String(BEGIN + 60 * MINUTE), to: String(BEGIN + 120 * MINUTE) };
    const rows = await behind({ metric: 'queue_depth_peak', ...range });
    const atEnd = await behind({ metric: 'queue_depth', ...range });
    expect(rows.length).toBeGreaterThan(atEnd.length);
  });
});

describe('the answers behind a figure of surveys', () => {
  it('have their score and the best one that there is', async () => {
    const range = { from: String(BEGIN), to: String(NOW) };
    expect(await behind({ metric: 'csat', ...range })).toMatchObject([{ score: 4, scale: 5 }]);
  });
});
