import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  type EmbeddedClickHouseOptions,
  startEmbeddedClickHouse,
} from '../../../../infra/embedded/clickhouse/server.ts';
import { createWorkspace, folderOf } from '../../../../infra/embedded/clickhouse/workspace.ts';
import { startClickHouseProcess } from '../../../support/embedded-clickhouse.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(path.join(tmpdir(), 'linewatch-clickhouse-')));
  return () => rm(dataDir, { recursive: true, force: true });
});

/** A server in this process, which can hold one at a time. */
async function start(options: Partial<EmbeddedClickHouseOptions> = {}) {
  const server = await startEmbeddedClickHouse({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    maxSessions: 2,
    ...options,
  });
  let closed = false;
  const close = async () => {
    if (!closed) await server.close();
    closed = true;
  };
  onTestFinished(close);
  const url = `http://127.0.0.1:${server.port}/`;
  const post = async (body: string, query = '') => {
    const response = await fetch(`${url}?${query}`, { method: 'POST', body });
    return {
      code: Number(response.headers.get('x-clickhouse-exception-code')),
      text: await response.text(),
      response,
    };
  };
  return { url, post, close };
}

const ENDLESS = 'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))';

test('a data folder belongs to one process', async () => {
  const owner = await startClickHouseProcess(dataDir);
  await expect(startClickHouseProcess(dataDir)).rejects.toThrow('DATA_DIR_IN_USE');
  await owner.kill('SIGTERM');
  const next = await startClickHouseProcess(dataDir);
  await next.kill('SIGTERM');
});

test('a part that is damaged on the disk is named at the start, and not only left out', async () => {
  const first = await start();
  await first.post('CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a');
  await first.post('INSERT INTO kept SELECT number FROM numbers(10)');
  await first.close();
  const files = await readdir(dataDir, { recursive: true });
  // It is there by several names: the engine makes links.
  const columns = files.find((file) => file.endsWith('all_1_1_0/columns.txt'));
  await writeFile(path.join(dataDir, columns!), '');
  const said: string[] = [];
  const second = await start({ log: (level, message) => level === 'error' && said.push(message) });
  expect((await second.post('SELECT count() FROM kept')).text).toBe('0\n');
  expect(said).toEqual([expect.stringMatching(/^part \S*all_1_1_0\S* of default\.kept is damaged/)]);
});

test('a data folder that cannot be one is named', async () => {
  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  const options = { host: '127.0.0.1', port: 0, dataDir: file };
  await expect(startEmbeddedClickHouse(options)).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
});

test('a port in use is an error, and the data folder is free again', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  other.close();
  const next = await startClickHouseProcess(dataDir);
  await next.kill('SIGTERM');
});

test('closing cancels what runs, in less than three seconds', async () => {
  const { post, close } = await start({ maxSessions: 3 });
  const running = [post(ENDLESS), post(ENDLESS)].map((answer) => answer.catch(() => undefined));
  const count = async () =>
    (await post("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%'")).text;
  await expect.poll(count, { timeout: 60_000 }).toBe('3\n');
  const started = performance.now();
  await close();
  expect(performance.now() - started).toBeLessThan(3_000);
  await Promise.all(running);
});

test('what a killed process left of inserts is removed at the next start', async () => {
  const left = createWorkspace(dataDir, 1).newFile();
  await writeFile(left, 'rows');
  const { close } = await start();
  expect(existsSync(left)).toBe(false);
  await close();
  expect(existsSync(path.dirname(left))).toBe(false);
});

test('no file of an insert stays, whether it succeeded or not', async () => {
  const { post } = await start();
  await post('CREATE TABLE t (a Int8) ENGINE = MergeTree ORDER BY a');
  await post('INSERT INTO t FORMAT CSV\n1\n');
  await post('INSERT INTO t FORMAT CSV\nx\n');
  await post('INSERT INTO nowhere FORMAT CSV\n1\n');
  expect(readdirSync(folderOf(dataDir)).filter((name) => name.startsWith('insert'))).toEqual([]);
});

test('more requests than sessions wait, and not for ever', async () => {
  const { post } = await start({ maxSessions: 1, waitTimeoutMs: 300, maxWaiting: 1 });
  const long = post(ENDLESS, 'max_execution_time=3');
  const waiting = post('SELECT 1');
  const codes = [(await post('SELECT 1')).code, (await waiting).code];
  expect(codes).toEqual([202, 202]);
  expect((await long).code).toBe(159);
  expect((await post('SELECT 1')).text).toBe('1\n');
});

test('a body above the limit is refused, also when it only unpacks to that', async () => {
  const { post } = await start({ maxBodyBytes: 1_000_000 });
  await post('CREATE TABLE t (a String) ENGINE = Memory');
  const big = await post(`INSERT INTO t FORMAT CSV\n${'x'.repeat(2_000_000)}`);
  expect([big.response.status, big.code]).toEqual([413, 229]);
  expect((await post('SELECT count() FROM t')).text).toBe('0\n');
});

test('what would end or block the process is refused, and it goes on', async () => {
  const { post } = await start();
  expect((await post('SYSTEM SHUTDOWN')).code).toBe(497);
  expect((await post('SELECT 1', 'session_id=a')).code).toBe(48);
  expect((await post('SELECT 1', 'default_format=CSV;DROP')).code).toBe(73);
  expect((await post('')).code).toBe(62);
  expect((await post('SELECT 1')).text).toBe('1\n');
});

test('clients that go at a bad moment do no harm', async () => {
  const { url, post } = await start();
  const query = encodeURIComponent('INSERT INTO t FORMAT CSV');
  const moments = [
    `?query=${query}`,
    '?session_id=a',
    '?query_id=%0a',
    '?no_such_setting=1',
    '?query=SELECT%201',
    '?',
  ];
  for (const moment of moments) {
    for (const encoding of ['identity', 'gzip', 'br', 'zstd']) {
      const headers = { 'content-length': 1000, 'content-encoding': encoding };
      const upload = request(url + moment, { method: 'POST', headers });
      upload.on('error', () => {});
      await new Promise((written) => upload.write('half of a body', written));
      upload.destroy();
    }
  }
  const headers = { 'accept-encoding': 'gzip' };
  const download = request(`${url}?enable_http_compression=1`, { method: 'POST', headers });
  download.on('error', () => {});
  download.on('response', (response) => response.once('data', () => download.destroy()));
  download.end('SELECT number FROM numbers(100000000)');
  await once(download, 'close');
  expect((await post('SELECT 1', 'query_id=%0a')).code).toBe(36);
  expect((await post('SELECT 1')).text).toBe('1\n');
});

test('web pages are refused', async () => {
  const { url } = await start();
  const response = await fetch(`${url}?query=SELECT%201`, { headers: { origin: 'https://example.org' } });
  expect(response.status).toBe(403);
});

test('a client that stops reading does not hold up the others', async () => {
  const { url, post } = await start();
  const lazy = request(url, { method: 'POST' }, (response) => response.pause());
  lazy.on('error', () => {});
  lazy.end('SELECT number FROM numbers(100000000000)');
  for (let round = 0; round < 3; round += 1) expect((await post('SELECT 1')).text).toBe('1\n');
  lazy.destroy();
});

test('the engine keeps no logs in tables', async () => {
  const { post } = await start();
  await post('SELECT 1');
  const { text } = await post(
    "SELECT name FROM system.tables WHERE database = 'system' AND name LIKE '%_log'",
  );
  expect(text).toBe('');
});
