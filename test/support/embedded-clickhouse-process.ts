/** Runs the embedded ClickHouse in a process of its own; says where it listens on stdout, stops on SIGTERM. */
import { startEmbeddedClickHouse } from '../../infra/embedded/clickhouse/server.ts';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: embedded-clickhouse-process.ts <data folder>');
try {
  const server = await startEmbeddedClickHouse({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  });
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}` })}\n`);
  process.once('SIGTERM', () => void server.close());
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as { code?: string }).code ?? String(error) })}\n`);
  process.exitCode = 1;
}
