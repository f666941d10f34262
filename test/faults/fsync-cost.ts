/** Measures what bringing every insert to the disk costs: the same insert, in turns, with and without fsync. */
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { RowBinaryWriter } from '../../services/lib/clickhouse/row-binary.ts';
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
for (const rows of [100, 10_000]) {
  const took: Record<string, number[]> = { with: [], without: [] };
  for (let i = 0; i < INSERTS * 2; i++) {
    const name = i % 2 === 0 ? 'with' : 'without';
    const buffer = new RowBinaryWriter();
    for (let row = 0; row < rows; row++) {
      buffer.uint64(BigInt(i * rows + row));
      buffer.string(`an event of some length, ${row}, ${'x'.repeat(250)}`);
      buffer.endRow();
    }
    const startedAt = performance.now();
    await clickhouse.insertRowBinary(`${name}_fsync`, ['id', 'body'], buffer.view());
    took[name]!.push(performance.now() - startedAt);
  }
  for (const [name, times] of Object.entries(took)) {
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
    process.stdout.write(`${rows} rows, ${name} fsync: median ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
  }
}
await clickhouse.close();
await server.stop();
