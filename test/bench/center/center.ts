import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { scaled } from '../scale.ts';
import { type BenchServers, startBenchServers } from '../servers.ts';
import { inLanes } from './lanes.ts';
import { ofLastWeek, writeLastWeek } from './last-week.ts';
import { multiply } from './multiply.ts';
import { rollUp } from './roll-up.ts';
import { recordTemplate } from './template.ts';
import { countWide, widen, widenAgents } from './widen.ts';
import { AGENT_PART_AGES_S } from './written.ts';

const DAY_MS = 86_400_000;
/** Events are read back for conversations that get new ones: those of the last days, and what is open. */
const EVENT_DAYS = 3;
/**
 * Parts of this size and above are as merged as they get, so that nothing but what ingest adds is merged while
 * something is measured: what there is shall be as it is after some quiet hours.
 */
const SETTLED_BYTES = scaled(16 * 2 ** 20);

/**
 * A stored center of 100 queues and 1,000 agents over a hundred days, of any size. Its rows are copies of what ingest
 * wrote for a simulated one, made inside the engine: through Kafka, ten million conversations would take hours.
 */
export interface Center {
  servers: BenchServers;
  /** Writes everything anew, with about so many closed conversations. Gives what there is. Facts and states of agents stand still from here on. */
  resize(conversations: number): Promise<CenterSize>;
  /** Has them be merged again, for what is to be written. */
  merge(): Promise<void>;
}

export interface CenterSize {
  closed: number;
  open: number;
  facts: number;
  /** Rows of facts, with those that were replaced and tombstones. */
  factRows: number;
  events: number;
  bytes: number;
}

export async function createCenter(say: (line: string) => void): Promise<Center> {
  const servers = await startBenchServers();
  try {
    return await fill(servers, say);
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

async function fill(servers: BenchServers, say: (line: string) => void): Promise<Center> {
  const { clickhouse } = servers;
  say('ingest stores a simulated center');
  await recordTemplate(servers);
  say('it is made wider');
  const present = Date.now();
  await inLanes(['facts', 'events', 'conversations'], (table) => widen(clickhouse, table, present));
  await widenAgents(clickhouse, 'agent_schedules', present);
  await clickhouse.command('INSERT INTO reference SELECT * FROM template.reference');
  await clickhouse.command(
    `ALTER TABLE facts MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = ${SETTLED_BYTES}`,
  );
  const closedAtOnce = await countWide(clickhouse);

  return {
    servers,
    async resize(conversations) {
      const copies = Math.max(1, Math.round(conversations / closedAtOnce));
      await merge(clickhouse);
      await widenAgents(clickhouse, 'agent_states', present, AGENT_PART_AGES_S);
      const facts = await writeFacts(clickhouse, copies, present);
      await multiply(clickhouse, 'conversations', { time: 'opened_at', copies });
      const since = present - EVENT_DAYS * DAY_MS;
      await multiply(clickhouse, 'events', { time: 'opened_at', copies, since });
      await rollUp(clickhouse, present, say);
      const size = await sizeOf(servers);
      if (size.facts !== facts) throw new Error(`${size.facts} facts are stored, not ${facts}`);
      return size;
    },
    merge: () => merge(clickhouse),
  };
}

async function merge(clickhouse: ClickHouse): Promise<void> {
  for (const table of ['facts', 'agent_states']) await clickhouse.command(`SYSTEM START MERGES ${table}`);
}

/** Gives how many. */
async function writeFacts(clickhouse: ClickHouse, copies: number, present: number): Promise<number> {
  const but = await ofLastWeek(clickhouse, present);
  await multiply(clickhouse, 'facts', { time: 'at', kind: 'fact', copies, but });
  const [row] = await clickhouse.query<{ rows: number }>({
    sql: 'SELECT count()::Float64 AS rows FROM facts',
    params: {},
  });
  return row!.rows + (await writeLastWeek(clickhouse, { copies, present }));
}

async function sizeOf({ clickhouse }: BenchServers): Promise<CenterSize> {
  const [row] = await clickhouse.query<CenterSize>({
    sql: `SELECT
      (SELECT countIf(ended_at != 0) FROM conversations WHERE stream != 'surveys')::Float64 AS closed,
      (SELECT countIf(ended_at = 0) FROM conversations WHERE stream != 'surveys')::Float64 AS open,
      (SELECT count() FROM facts FINAL)::Float64 AS facts,
      (SELECT count() FROM facts)::Float64 AS factRows,
      (SELECT count() FROM events)::Float64 AS events,
      (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase())::Float64 AS bytes`,
    params: {},
  });
  return row!;
}
