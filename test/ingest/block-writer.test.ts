import { expect, test } from 'vitest';
import { addToBlock, createBlock } from '../../services/ingest/block.ts';
import { createBlockWriter } from '../../services/ingest/block-writer.ts';
import { changeRows } from '../../services/ingest/change-rows.ts';
import type { EnrichedEvent } from '../../services/ingest/stages/enrich.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import type { Rows } from '../../services/lib/clickhouse/native/rows.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2024, 2, 4, 10, 20);
const ORIGIN = { partition: 0, offset: 0n, kafkaAt: NOW };

const state = (at: number) => agentEvent(at, { type: 'state_changed', state: 'busy' });

function agentEvent(occurred_at: number, event: object): EnrichedEvent {
  const value = {
    event_id: `e${occurred_at}`,
    occurred_at,
    agent_id: 'a1',
    source: 'x',
    actor: { kind: 'agent' },
    event,
  };
  return { kind: 'agent', value, team: 'red', queues: [] } as unknown as EnrichedEvent;
}

/** What a unit with these events inserts, in order: tables, each with how many rows. */
async function insertsOf(...events: EnrichedEvent[]): Promise<[table: string, rows: number][]> {
  const inserts: [string, number][] = [];
  const clickhouse = {
    async insert(table: string, rows: Rows) {
      if (rows.count > 0) inserts.push([table, rows.count]);
    },
  } as unknown as ClickHouse;
  const { steps } = createBlockWriter({ clickhouse, producer: {} as never, now: () => NOW });
  const block = createBlock();
  for (const event of events) addToBlock(block, event, ORIGIN, NOW);
  for (const step of steps) await step.run({ block, changed: changeRows(0), conversations: [] });
  return inserts;
}

test('which hours late news of agents touches is noted when the news is in, and before its events are', async () => {
  const plan = { type: 'scheduled', starts_at: NOW - 2 * HOUR, ends_at: NOW + HOUR, activity: 'on_queue' };
  expect(await insertsOf(state(NOW - 4 * HOUR), agentEvent(NOW - 6 * HOUR, plan))).toEqual([
    ['agent_states', 1],
    ['agent_schedules', 1],
    // 06:00 to 10:00, in which 08:00 and later are those of the plan too.
    ['dirty_hours', 4],
    ['events', 2],
  ]);
});

test('nothing is noted of news that comes at once', async () => {
  expect(await insertsOf(state(NOW - 60_000))).toEqual([
    ['agent_states', 1],
    ['events', 1],
  ]);
});

test('hours are noted, and events stored, only once every table of what is derived has its rows', async () => {
  const inserted: string[] = [];
  const waiting = new Map<string, () => void>();
  const clickhouse = {
    async insert(table: string) {
      if (table !== 'reference') await new Promise<void>((stored) => waiting.set(table, stored));
      inserted.push(table);
    },
  } as unknown as ClickHouse;
  const { steps } = createBlockWriter({ clickhouse, producer: {} as never, now: () => NOW });
  const unit = { block: createBlock(), changed: changeRows(0), conversations: [] };
  const derived = steps.findIndex(({ name }) => name === 'derived');
  const order = steps.slice(derived).map(({ name }) => name);
  expect(order).toEqual(['derived', 'notes', 'events', 'dead letters', 'watermarks']);
  let isDone = false;
  const done = steps[derived]!.run(unit).then(() => {
    isDone = true;
  });
  const tables = [...waiting.keys()];
  expect(tables.toSorted()).toEqual([
    'agent_schedules',
    'agent_states',
    'conversations',
    'facts',
    'tellings',
  ]);
  for (const table of tables) {
    expect(isDone).toBe(false);
    waiting.get(table)!();
    await new Promise(setImmediate);
  }
  await done;
  expect(inserted.toSorted()).toEqual(tables.toSorted());
});
