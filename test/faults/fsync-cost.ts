/** Measures what bringing every insert to the disk costs: the same insert, in turns, with and without fsync. */
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { text, uint64 } from '../../services/lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../services/lib/clickhouse/native/rows.ts';
import { startClickHouseForTests } from '../support/embedded-clickhouse.ts';

const INSERTS = 60;
const SETTINGS = {
  with: 'fsync_after_insert = 1, fsync_part_directory = 1',
  without: 'fsync_after_insert = 0, fsync_part_directory = 0',
};

const server = await startClickHouseForTests();
const clickhouse = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 30_000 });
for (const [name, settings] of Object.entries(SETTINGS)) {
  await clickhouse.command(
    `CREATE TABLE ${name}_fsync (id UInt64, body String) ENGINE = MergeTree ORDER BY id SETTINGS ${settings}`,
  );
}
for (const count of [100, 10_000]) {
  const took: Record<string, number[]> = { with: [], without: [] };
  for (let i = 0; i < INSERTS * 2; i++) {
    const name = i % 2 === 0 ? 'with' : 'without';
    const rows = rowsOf({ id: uint64(), body: text() });
    for (let row = 0; row < count; row++) {
      rows.columns.id.add(BigInt(i * count + row));
      rows.columns.body.add(`an event of some length, ${row}, ${'x'.repeat(250)}`);
    }
    const startedAt = performance.now();
    await clickhouse.insert(`${name}_fsync`, rows);
    took[name]!.push(performance.now() - startedAt);
  }
  for (const [name, times] of Object.entries(took)) {
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
    process.stdout.write(`${count} rows, ${name} fsync: median ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
  }
}
await clickhouse.close();
await server.stop();
