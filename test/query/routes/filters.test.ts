import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlertStore } from '../../../services/alerting/store/store.ts';
import { alertOf } from '../../alerting/alerts.ts';
import { casesOf } from '../../support/in-full.ts';
import { type QueryAppForTests, startQueryApp } from '../support/query-app.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
const RANGE = 'from=now-1d&to=now&tz=UTC';

/** Ids as people and systems write them: names with commas, paths, quotes, what addresses and SQL read as signs. */
const WRITTEN = [
  'Billing, EMEA',
  'Billing',
  ' EMEA',
  'EMEA',
  'a,b',
  'a',
  'b',
  ',',
  'sales/inbound',
  "O'Neill",
]
  .concat([
    '"quoted"',
    '["a","b"]',
    '100%',
    '%2C',
    'R&D',
    'C++',
    'a=b',
    'x;y',
    '#1',
    '?',
    '*',
    '$__all',
    'back\\slash',
  ])
  .concat([
    ' leading',
    'trailing ',
    'tab\there',
    'line\nbreak',
    'Kundendienst Köln',
    '客服',
    '🙂',
    "') OR 1 --",
  ]);
const IDS = [
  ...new Set([
    ...WRITTEN,
    ...fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), { seed: 20, numRuns: 40 }),
  ]),
];

let query: QueryAppForTests;

/** A stay in a queue and a running target of each id, and an agent and an alert, with it as queue, team and agent. */
beforeAll(async () => {
  query = await startQueryApp(NOW);
  const ids = IDS.map((id) => Buffer.from(id).toString('hex'));
  const each = '(SELECT unhex(arrayJoin({ids:Array(String)})) AS id)';
  await query.clickhouse.command(
    `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, value_ms,
  target_ms, queue, team, agent, channel, opened_at)
SELECT 'queue_spell', fromUnixTimestamp64Milli({at:Int64}) AS at, id, 'chats', 0, 1, 0, at, at, 'answered', 1000, 20000,
  id, id, id, 'chat', at FROM ${each}
UNION ALL
SELECT 'sla_target', fromUnixTimestamp64Milli({due:Int64}) AS at, id, 'chats', 0, 1, 0, at, at, 'active', 0, 600000,
  id, id, id, 'chat', at FROM ${each}`,
    { ids, at: NOW - 600_000, due: NOW + 300_000 },
  );
  await query.clickhouse.command(
    `INSERT INTO agent_states SELECT id, fromUnixTimestamp64Milli({at:Int64}), id, id, 'available', 1, 0, [id]
FROM ${each}`,
    { ids, at: NOW - 600_000 },
  );
  await createAlertStore(query.clickhouse).save(
    IDS.map((id, i) =>
      alertOf({ id: `alert-${i}`, conversationId: id, beganAt: NOW - 1_000, queue: id, team: id, agent: id }),
    ),
  );
});
afterAll(() => query?.stop());

type Row = Record<string, string>;
type Dimension = 'queue' | 'team';
const filterOf = (dimension: Dimension, ids: readonly string[]) =>
  new URLSearchParams(ids.map((id) => [dimension, id])).toString();
const json = async (url: string) => JSON.parse(await query.get(url));

/** Which ids a route answers with for a filter. */
const ROUTES: Record<string, (dimension: Dimension, filter: string) => Promise<unknown[]>> = {
  query: async (dimension, filter) =>
    (await json(`/api/v1/query?metrics=offered&group_by=${dimension}&${RANGE}&${filter}`)).rows.map(
      (row: Row) => row[dimension],
    ),
  conversations: async (_, filter) =>
    (await json(`/api/v1/conversations?metric=offered&${RANGE}&${filter}`)).rows.map((row: Row) => row.queue),
  'live/queues': async (_, filter) =>
    (await json(`/api/v1/live/queues?${filter}`)).queues.map((row: Row) => row.queue),
  'live/targets': async (_, filter) =>
    (await json(`/api/v1/live/targets?${filter}`)).map((row: Row) => row.queue),
  'live/agents': async (_, filter) =>
    (await json(`/api/v1/live/agents?${filter}`)).map((row: Row) => row.agent),
  alerts: async (_, filter) => (await json(`/api/v1/alerts?${filter}`)).alerts.map((row: Row) => row.queue),
  'alerts/annotations': async (_, filter) =>
    (await json(`/api/v1/alerts/annotations?${filter}`)).alerts.map((row: Row) => row.queue),
};

/** How many ids a route answers with for a filter, where its answer does not name them. */
const COUNTS: Record<string, (filter: string) => Promise<number>> = {
  'query as CSV': async (filter) =>
    parse(await query.get(`/api/v1/query?metrics=offered&group_by=queue&format=csv&${RANGE}&${filter}`), {
      columns: true,
    }).length,
  distribution: async (filter) =>
    (await json(`/api/v1/distribution?metric=asa&${RANGE}&${filter}`)).rows.reduce(
      (sum: number, { count }: { count: number }) => sum + count,
      0,
    ),
  'workforce/heatmap': async (filter) =>
    (await json(`/api/v1/workforce/heatmap?metric=offered&${RANGE}&${filter}`)).rows
      .flatMap(({ hours }: { hours: Record<string, number | null> }) => Object.values(hours))
      .reduce((sum: number, count: number | null) => sum + (count ?? 0), 0),
};

const subsets = fc.subarray(IDS, { minLength: 1 });

describe('a filter takes any id, as it is; several by repeating it', () => {
  it.each(Object.keys(ROUTES))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(subsets, fc.constantFrom<Dimension>('queue', 'team'), async (ids, dimension) => {
        const answered = await ROUTES[name]!(dimension, filterOf(dimension, ids));
        expect([...answered].sort()).toEqual([...ids].sort());
      }),
      { numRuns: casesOf(15) },
    );
  });

  it.each(Object.keys(COUNTS))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(subsets, async (ids) => {
        expect(await COUNTS[name]!(filterOf('queue', ids))).toBe(ids.length);
      }),
      { numRuns: casesOf(15) },
    );
  });

  it('an empty one filters nothing', async () => {
    for (const ask of Object.values(ROUTES))
      expect(await ask('queue', 'queue=&team=')).toHaveLength(IDS.length);
  });
});

it('metrics and dimensions to group by are still lists joined by commas', async () => {
  const { rows } = await json(
    `/api/v1/query?metrics=offered,asa&group_by=queue,team&${RANGE}&queue=Billing,%20EMEA`,
  );
  expect(rows).toMatchObject([{ queue: 'Billing, EMEA', team: 'Billing, EMEA', offered: 1, asa: 1000 }]);
});

it.each([
  '/api/v1/query?metrics=offered&queues=Billing',
  '/api/v1/conversations?metric=offered&que=Billing',
  '/api/v1/distribution?metric=asa&Queue=Billing',
  '/api/v1/workforce/heatmap?metric=offered&queue[]=Billing',
  '/api/v1/live/queues?{a,b}',
  '/api/v1/live/targets?skill=Billing',
  '/api/v1/live/agents?channel=voice',
  '/api/v1/alerts?agent=a',
  '/api/v1/alerts/annotations?state=firing',
])('%s is refused: a parameter that is none would narrow nothing', async (url) => {
  expect(await query.status(url)).toBe(400);
});
