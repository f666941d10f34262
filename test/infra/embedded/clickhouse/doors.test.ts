import { mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EmbeddedClickHouse,
  startEmbeddedClickHouse,
} from '../../../../infra/embedded/clickhouse/server.ts';
import { createClickHouse } from '../../../../services/lib/clickhouse/client.ts';
import {
  loginFileOf,
  readLogin,
  readOrMakeLogin,
  withLogin,
} from '../../../../services/lib/embedded-login.ts';

let dataDir: string;
let server: EmbeddedClickHouse;
let secret: string;
let url: string;

beforeAll(async () => {
  dataDir = await realpath(await mkdtemp(path.join(tmpdir(), 'linewatch-doors & <more>-')));
  const options = { host: '127.0.0.1', port: 0, dataDir, maxSessions: 2 };
  server = await startEmbeddedClickHouse({ ...options, secret: () => readOrMakeLogin(dataDir) });
  secret = readLogin(dataDir)!;
  url = `http://127.0.0.1:${server.port}/`;
  await post('CREATE TABLE texts (a String) ENGINE = Memory');
});
afterAll(async () => {
  await server?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function post(body: string, { query = '', headers = {} } = {}) {
  const login = { 'x-clickhouse-user': 'default', 'x-clickhouse-key': secret };
  const response = await fetch(`${url}?${query}`, {
    method: 'POST',
    body,
    headers: { ...login, ...headers },
  });
  return {
    code: Number(response.headers.get('x-clickhouse-exception-code')),
    text: await response.text(),
    status: response.status,
  };
}

/** With any header, also those that `fetch` sets by itself. */
function statusOf(headers: Record<string, string>, target = '/?query=SELECT+1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url.slice(0, -1)}${target}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the login', () => {
  test('stands in a file that only its owner can read, and stays', async () => {
    expect((await stat(loginFileOf(dataDir))).mode & 0o777).toBe(0o600);
    expect(await readFile(loginFileOf(dataDir), 'utf8')).toContain(`user = "default:${secret}"\n`);
    expect(readOrMakeLogin(dataDir)).toBe(secret);
  });

  test('is asked for, in each of the ways that ClickHouse has', async () => {
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    expect(await statusOf(basic(`default:${secret}`))).toBe(200);
    expect(await statusOf({ 'x-clickhouse-key': secret })).toBe(200);
    expect(await statusOf({}, `/?query=SELECT+1&user=default&password=${secret}`)).toBe(200);

    expect(await statusOf({})).toBe(403);
    expect(await statusOf(basic('default:'))).toBe(403);
    expect(await statusOf(basic(`somebody:${secret}`))).toBe(403);
    expect(await statusOf({ 'x-clickhouse-key': `${secret}x` })).toBe(403);
    expect(await statusOf({ 'x-clickhouse-key': 'wrong' }, `/?query=SELECT+1&password=${secret}`)).toBe(403);
    const refused = await post('SELECT 1', { headers: { 'x-clickhouse-key': '' } });
    expect(refused).toMatchObject({ code: 516, text: expect.stringContaining('clickhouse.login') });
  });

  test('is not needed to see whether the server is there', async () => {
    expect(await statusOf({}, '/ping')).toBe(200);
  });

  test('is taken from an address by our own client', async () => {
    const clickhouse = createClickHouse({
      url: withLogin(url, secret),
      database: 'default',
      requestTimeoutMs: 10_000,
    });
    expect(await clickhouse.query({ sql: 'SELECT 1 AS a', params: {} })).toEqual([{ a: 1 }]);
    await clickhouse.close();
  });
});

test('requests of web pages and under names of other machines are refused, with the login too', async () => {
  const login = { 'x-clickhouse-key': secret };
  for (const host of ['localhost', '127.0.0.1', '[::1]', `localhost:${server.port}`, 'LOCALHOST:1'])
    expect(await statusOf({ ...login, host })).toBe(200);
  for (const host of [
    'evil.example',
    `evil.example:${server.port}`,
    '127.0.0.1.evil.example',
    'localhost.',
    '0.0.0.0',
  ])
    expect(await statusOf({ ...login, host })).toBe(403);
  expect(await statusOf({ ...login, origin: 'http://evil.example' })).toBe(403);
  expect(await statusOf({ ...login, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusOf({ host: 'evil.example' }, '/ping')).toBe(403);
});

const dictionaryOf = (source: string) =>
  `CREATE DICTIONARY d (k UInt64, v String) PRIMARY KEY k SOURCE(${source}) LAYOUT(FLAT()) LIFETIME(0)`;

describe('files, networks and programs are refused', () => {
  const HOSTNAME = '/etc/hostname';
  test.each([
    `SELECT * FROM file('${HOSTNAME}', LineAsString)`,
    `SELECT * FROM '${HOSTNAME}'`,
    `SELECT * FROM \`${HOSTNAME}\``,
    `SELECT * FROM "${HOSTNAME}"`,
    `SELECT file('${HOSTNAME}')`,
    `SELECT \`file\`('${HOSTNAME}')`,
    `SELECT "fil\\x65" /* */ ('${HOSTNAME}')`,
    `EXPLAIN SELECT file('${HOSTNAME}')`,
    `WITH file('${HOSTNAME}') AS a SELECT a`,
    `CREATE FUNCTION read AS (x) -> file(x)`,
    `CREATE VIEW v AS SELECT file('${HOSTNAME}')`,
    `INSERT INTO texts VALUES (file('${HOSTNAME}'))`,
    `INSERT INTO texts FORMAT Values (file('${HOSTNAME}'))`,
    `INSERT INTO texts SELECT file('${HOSTNAME}')`,
    `INSERT INTO texts FROM INFILE '${HOSTNAME}' FORMAT LineAsString`,
    `INSERT INTO FUNCTION file('/tmp/linewatch-never', CSV, 'a String') VALUES ('x')`,
    `SELECT * FROM format(Values, 'a String', '(file(''${HOSTNAME}''))')`,
    `SELECT * FROM format(Values, 'a String', '(file(''${HOSTNAME}''))') SETTINGS input_format_values_interpret_expressions = 1`,
    `SET input_format_values_interpret_expressions = 1`,
    `SELECT * FROM eval('SELECT 1') SETTINGS allow_experimental_eval_table_function = 1`,
    `SET dialect = 'prql'`,
    "SELECT 1 INTO OUTFILE '/tmp/linewatch-never'",
    `CREATE TABLE f (a String) ENGINE = File(LineAsString, '${HOSTNAME}')`,
    `CREATE TABLE f AS file('${HOSTNAME}', LineAsString)`,
    "CREATE TABLE u (a String) ENGINE = URL('http://127.0.0.1:1/', LineAsString)",
    "CREATE DATABASE d ENGINE = Filesystem('/etc')",
    "SELECT * FROM filesystem('/etc')",
    "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
    "SELECT * FROM s3('http://127.0.0.1:1/b/k', CSV)",
    "SELECT * FROM remote('127.0.0.1:1', system.one)",
    "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
    "SELECT * FROM postgresql('127.0.0.1:1', 'd', 't', 'u', 'p')",
    "SELECT * FROM sqlite('/etc/hostname', 't')",
    "SELECT * FROM executable('hostname', TSV, 'a String')",
    "CREATE TABLE x (a String) ENGINE = Executable('hostname', TSV)",
    ...["FILE(path '/etc/hostname' format 'CSV')", "EXECUTABLE(command 'hostname' format 'TSV')"].map(
      dictionaryOf,
    ),
    dictionaryOf("HTTP(url 'http://127.0.0.1:1/' format 'TSV')"),
    dictionaryOf("CLICKHOUSE(host '127.0.0.1' port 1 table 't' db 'd')"),
    "CREATE TABLE w (a Int8) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = web, endpoint = 'http://127.0.0.1:1/')",
    "BACKUP TABLE texts TO File('/tmp/linewatch-never')",
    'CREATE USER somebody',
    'GRANT FILE ON *.* TO default',
  ])('%s', async (sql) => {
    const { code, text } = await post(sql);
    expect(code, text).toBeGreaterThan(0);
    expect(await post('SELECT count() FROM texts')).toMatchObject({ text: '0\n' });
  });

  test('as settings of a request too', async () => {
    for (const setting of ['input_format_values_interpret_expressions=1', 'dialect=prql', 'format_schema=x'])
      expect((await post('SELECT 1', { query: setting })).code).toBeGreaterThan(0);
  });

  test('VALUES with more than is looked at have to come in another format', async () => {
    const rows = Array.from({ length: 45_000 }, () => `('${'x'.repeat(100)}')`).join(',');
    expect(await post(`INSERT INTO texts VALUES ${rows}`)).toMatchObject({ code: 229 });
  });
});

describe('everything else stays', () => {
  test('expressions and parameters among VALUES', async () => {
    await post('CREATE TABLE kept (a String) ENGINE = Memory');
    await post("INSERT INTO kept VALUES (lower('A')), ({b:String}), ('file(x)')", { query: 'param_b=b' });
    expect(await post('SELECT a FROM kept ORDER BY a')).toMatchObject({ text: 'a\nb\nfile(x)\n' });
  });

  test('names that only look alike', async () => {
    for (const sql of [
      "SELECT 1 AS file, 'file(1)'",
      'SELECT file FROM (SELECT 1 AS file) WHERE file IN (1)',
      'SELECT filesystemCapacity() > 0',
      "SELECT format('{}', 1)",
      'SELECT * FROM numbers(2)',
      "SELECT * FROM values('a UInt8', 1)",
      'SELECT * FROM format(JSONEachRow, \'{"a": 1}\')',
    ]) {
      expect(await post(sql), sql).toMatchObject({ code: 0, status: 200 });
    }
  });
});
