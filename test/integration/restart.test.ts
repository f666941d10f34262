import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import {
  getJson,
  launchProduct,
  type Product,
  productEnvironment,
  startProduct,
  temporaryFolder,
  waitUntil,
} from '../support/product.ts';

const SEED = 3;
const DAYS = 3;
const HOUR_MS = 3_600_000;
/** Both runs have the same history: it ends now. */
const HISTORY_END = Date.now();
const HISTORY = [
  '--seed',
  `${SEED}`,
  '--history-days',
  `${DAYS}`,
  '--history-end',
  new Date(HISTORY_END).toISOString(),
];

/** Each event of the history: how many rows, how many ids, and a digest of the ids. */
async function storedHistory(product: Product) {
  const clickhouse = createClickHouse({
    url: endpointsOf(readEnvironment(product.environment)).clickhouseUrl,
    database: 'linewatch',
    requestTimeoutMs: 30_000,
  });
  try {
    const [row] = await clickhouse.query({
      sql: `SELECT count()::UInt32 AS events, uniqExact(event_id)::UInt32 AS ids,
        toString(groupBitXor(cityHash64(event_id, conversation_id, occurred_at, body))) AS digest
        FROM events FINAL WHERE occurred_at < fromUnixTimestamp64Milli({end:Int64})`,
      params: { end: HISTORY_END },
    });
    return row;
  } finally {
    await clickhouse.close();
  }
}

/** Calls and chats that began well before the history's end are over, whatever happens live. */
async function figures(product: Product) {
  const range = `from=${HISTORY_END - DAYS * 24 * HOUR_MS}&to=${HISTORY_END - 3 * HOUR_MS}`;
  const { rows } = await getJson<{ rows: unknown[] }>(
    product,
    `/api/v1/query?${range}&interval=1h&group_by=queue&channel=voice&channel=chat&anchor=start` +
      '&metrics=offered,answered,abandoned,service_level,asa,wait_p95,queue_depth_peak,aht,handled',
  );
  return rows;
}

const recordsStored = async (product: Product) => {
  const { partitions } = await getJson<{ partitions: { nextOffset: string }[] }>(product, '/api/v1/pipeline');
  return partitions.reduce((sum, { nextOffset }) => sum + Number(nextOffset), 0);
};

describe('a simulated center that is killed while its history is made up', () => {
  let undisturbed: { history: unknown; figures: unknown[] };
  let folders: Awaited<ReturnType<typeof temporaryFolder>>[];
  let product: Product;

  beforeAll(async () => {
    folders = [await temporaryFolder(), await temporaryFolder()];
    const calm = await startProduct(HISTORY, await productEnvironment(folders[0]!.path));
    undisturbed = { history: await storedHistory(calm), figures: await figures(calm) };
    await calm.end('SIGINT');

    const environment = await productEnvironment(folders[1]!.path);
    for (const enough of [2_000, 12_000]) {
      const victim = launchProduct(HISTORY, environment);
      await waitUntil(async () => (await recordsStored(victim).catch(() => 0)) > enough);
      expect(victim.output()).not.toContain('Ready: ');
      const { signal } = await victim.end('SIGKILL');
      expect(signal).toBe('SIGKILL');
    }
    product = await startProduct(HISTORY, environment);
  });
  afterAll(async () => {
    await product?.end('SIGKILL');
    for (const folder of folders) await folder.remove();
  });

  it('has each event once, and the same ones as an undisturbed run', async () => {
    const history = (await storedHistory(product)) as { events: number; ids: number };
    expect(history.events).toBe(history.ids);
    expect(history).toEqual(undisturbed.history);
  });

  it('answers with the figures of an undisturbed run', async () => {
    expect(undisturbed.figures.length).toBeGreaterThan(100);
    expect(await figures(product)).toEqual(undisturbed.figures);
  });

  it('stops cleanly on Ctrl-C and resumes with the same history and no duplicates', async () => {
    const ended = await product.end('SIGINT');
    expect(ended, ended.output).toMatchObject({ code: 0, signal: null });
    product = await startProduct(HISTORY, product.environment);
    expect(await storedHistory(product)).toEqual(undisturbed.history);
    expect(await figures(product)).toEqual(undisturbed.figures);
  });
});
