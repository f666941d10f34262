import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineSession, StatementResult } from '../../../../infra/embedded/clickhouse/engine.ts';
import { exception } from '../../../../infra/embedded/clickhouse/errors.ts';
import { runInsert, runRead } from '../../../../infra/embedded/clickhouse/execute.ts';
import type { InsertStatement, ReadStatement } from '../../../../infra/embedded/clickhouse/sql/statement.ts';

const DONE: StatementResult = { bytes: new Uint8Array(), rows: 0, rowBytes: 0, elapsedSeconds: 0 };
const READ = { sql: 'SELECT 1', settings: '' } as ReadStatement;
const INSERT = { target: 'INSERT INTO t', settings: '', format: 'CSV' } as InsertStatement;
const KILLED = exception('ABORTED', 'Query was cancelled');

let folder: string;
let pipe: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'linewatch-execute-'));
  pipe = path.join(folder, 'result');
  spawnSync('mkfifo', [pipe]);
});

afterEach(() => rm(folder, { recursive: true }));

/** A session whose statement and whose cancelling take the time that the test gives them. */
function lease(run: () => Promise<StatementResult>, cancel: () => Promise<void> = async () => {}) {
  const session: EngineSession = { run, cancel, close() {} };
  return { session, pipe, database: undefined };
}

function read(of: ReturnType<typeof lease>, signal: AbortSignal, write = async (_: Uint8Array) => {}) {
  return runRead(of, READ, 'CSV', write, signal);
}

test('a query that is cancelled before the engine opens its pipe gives its session back', async () => {
  const hangUp = new AbortController();
  const busy = lease(async () => {
    hangUp.abort();
    await new Promise(setImmediate);
    // Waits, as the engine does, for somebody to have the other end open.
    const file = await open(pipe, 'a');
    await file.close();
    throw KILLED;
  });
  await expect(read(busy, hangUp.signal)).rejects.toBe(KILLED);
});

test('the engine may keep the pipe of a failed query open', async () => {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  const failing = lease(async () => {
    file = await open(pipe, 'a');
    await file.write('1\n');
    throw KILLED;
  });
  await expect(read(failing, new AbortController().signal)).rejects.toBe(KILLED);
  await file?.close();
});

test('an answer whose query was cancelled too late to fail does not pass for complete', async () => {
  const closing = new AbortController();
  const finishing = lease(async () => {
    const file = await open(pipe, 'a');
    await file.write('1\n');
    await file.close();
    closing.abort();
    return DONE;
  });
  await expect(read(finishing, closing.signal)).rejects.toMatchObject({ code: 236 });
});

test('a query whose client has gone while it waited for a session is not run', async () => {
  const run = async () => expect.unreachable('it runs');
  await expect(read(lease(run), AbortSignal.abort())).rejects.toMatchObject({ code: 236 });
});

// The engine may end a cancelled SELECT without an error and with some of its rows: a late cancel must hit nobody.
test('a session is not free while a cancel of it is on its way', async () => {
  const closing = new AbortController();
  let arrive = () => {};
  let ended = () => {};
  const cancelled = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const running = new Promise<StatementResult>((resolve) => {
    ended = () => resolve(DONE);
  });
  let free = false;
  const insert = runInsert(
    lease(
      () => running,
      () => cancelled,
    ),
    INSERT,
    'rows.csv',
    closing.signal,
  ).then(() => {
    free = true;
  });
  closing.abort();
  ended();
  await new Promise(setImmediate);
  expect(free).toBe(false);
  arrive();
  await insert;
  expect(free).toBe(true);
});
