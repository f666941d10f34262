import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNativeUpgrade } from '../../../../infra/embedded/clickhouse/native-revision.ts';
import {
  type EmbeddedClickHouse,
  startEmbeddedClickHouse,
} from '../../../../infra/embedded/clickhouse/server.ts';

const REVISION = 54_460;
let dataDir: string;
let server: EmbeddedClickHouse;

beforeAll(async () => {
  dataDir = await realpath(await mkdtemp(path.join(tmpdir(), 'linewatch-clickhouse-')));
  server = await startEmbeddedClickHouse({ host: '127.0.0.1', port: 0, dataDir, maxSessions: 1 });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function native(query: string, parameters = '') {
  const url = `http://127.0.0.1:${server.port}/?default_format=Native&${parameters}`;
  const response = await fetch(url, { method: 'POST', body: query });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

const TYPES = [
  'Int8',
  'UInt16',
  'Int128',
  'UInt256',
  'Float64',
  'Bool',
  'String',
  'FixedString(3)',
  'Date',
  'Date32',
  "DateTime('Europe/Berlin')",
  "DateTime64(3, 'UTC')",
  'Decimal(9, 2)',
  'Decimal(18, 2)',
  'Decimal(38, 2)',
  'Decimal(76, 2)',
  'UUID',
  'IPv4',
  'IPv6',
  "Enum8('a)' = 1, 'b' = 2)",
  "Enum16('it\\'s' = 300)",
  'Nullable(String)',
  'Array(Array(String))',
  'Map(String, Array(UInt8))',
  'Tuple(a UInt8, `b c` String)',
  'Tuple(UInt8, Array(String))',
  'LowCardinality(String)',
  'LowCardinality(Nullable(String))',
  'Array(LowCardinality(String))',
  'Array(Tuple(x LowCardinality(String), y Nullable(Int8)))',
];

test.each(TYPES)('finds the end of a column of %s, in whatever pieces it comes', async (type) => {
  const column = `SELECT * FROM generateRandom('c ${type.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', 1, 10, 2) LIMIT 20`;
  const { bytes } = await native(column);
  expect(bytes.length).toBeGreaterThan(20);
  const whole = createNativeUpgrade(REVISION)(bytes);
  // The block's information and one byte for the column, and else what the engine wrote.
  expect(whole.length).toBe(bytes.length + 8 + 1);
  const upgrade = createNativeUpgrade(REVISION);
  expect(Buffer.concat([...bytes].map((byte) => upgrade(Buffer.of(byte))))).toEqual(whole);
});

test('a client that names its revision gets every block in that form', async () => {
  const query = 'SELECT number, toString(number) AS s FROM numbers(200000) SETTINGS max_block_size = 10000';
  const { bytes } = await native(query);
  const upgraded = await native(query, `client_protocol_version=${REVISION}`);
  expect(upgraded.bytes.equals(createNativeUpgrade(REVISION)(bytes))).toBe(true);
  expect(upgraded.bytes.subarray(0, 8).toString('hex')).toBe('010002ffffffff00');
});

test('a type that cannot be rewritten is an error, and the next query is answered', async () => {
  const refused = await native(
    'SELECT sumState(number) FROM numbers(3)',
    `client_protocol_version=${REVISION}`,
  );
  expect(refused.status).toBe(500);
  expect((await native('SELECT 1 FORMAT CSV')).bytes.toString()).toBe('1\n');
});
