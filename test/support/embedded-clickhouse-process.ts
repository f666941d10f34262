/**
 * Runs the embedded ClickHouse in a process of its own; says where it listens on stdout, stops on SIGTERM, and when the
 * process is gone that it is for.
 */

import { startEmbeddedClickHouse } from '../../infra/embedded/clickhouse/server.ts';
import { isThere } from './is-there.ts';

const LOOKS_EVERY_MS = 500;

const [dataDir, user] = process.argv.slice(2);
if (dataDir === undefined)
  throw new Error('usage: embedded-clickhouse-process.ts <data folder> [process id]');

try {
  const server = await startEmbeddedClickHouse({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  });
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}`, pid: process.pid })}\n`);
  const close = () => {
    clearInterval(watch);
    void server.close();
  };
  const watch = setInterval(() => user !== undefined && !isThere(Number(user)) && close(), LOOKS_EVERY_MS);
  watch.unref();
  process.once('SIGTERM', close);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as { code?: string }).code ?? String(error) })}\n`);
  process.exitCode = 1;
}
