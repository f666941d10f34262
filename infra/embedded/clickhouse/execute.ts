import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { untilSettled } from './cancel.ts';
import type { StatementResult } from './engine.ts';
import { exception } from './errors.ts';
import { openOutputPipe } from './output-pipe.ts';
import type { Lease } from './session-pool.ts';
import { quote } from './sql/literal.ts';
import {
  type CommandStatement,
  type InsertStatement,
  parseStatement,
  type ReadStatement,
  type Statement,
} from './sql/statement.ts';

/** A statement and, for an INSERT, its data. */
export interface Input {
  statement: Statement;
  data: AsyncIterable<Uint8Array>;
}

/**
 * Reads the statement from the beginning of a request's input and leaves the data of an INSERT.
 *
 * @throws ClickHouseException for what `parseStatement` refuses, and for a statement above `maxQueryBytes`
 */
export async function readInput(input: AsyncIterable<Buffer>, maxQueryBytes: number): Promise<Input> {
  const iterator = input[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let ended = false;
  while (!ended && head.length < maxQueryBytes) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else head = Buffer.concat([head, next.value]);
  }
  const statement = parseStatement(head);
  if (statement.kind !== 'insert' && !ended) {
    throw exception('QUERY_IS_TOO_LARGE', `The query is larger than ${maxQueryBytes} bytes`);
  }
  async function* data() {
    if (statement.kind === 'insert') yield head.subarray(statement.dataStart);
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { statement, data: data() };
}

/** Stores the data of an INSERT, complete, where the engine reads it. */
export async function spool(data: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  try {
    await pipeline(data, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/**
 * Inserts the rows of a file. (Text behind FORMAT would end at its first blank line, and the rest would be run as
 * SQL.)
 */
export function runInsert({ session }: Lease, insert: InsertStatement, file: string, signal: AbortSignal) {
  const { target, settings, format } = insert;
  const sql = `${target} FROM INFILE ${quote(file)} COMPRESSION 'none' ${settings} FORMAT ${format}`;
  return untilSettled(session, session.run(sql), signal);
}

/** Runs a statement that answers little or nothing; the answer is in the result. */
export function runCommand(
  { session }: Lease,
  { sql }: CommandStatement,
  format: string,
  signal: AbortSignal,
) {
  return untilSettled(session, session.run(sql, format), signal);
}

/**
 * Streams a query's result to `write`, no faster than that takes it.
 *
 * @throws ClickHouseException also after rows have been written
 */
export async function runRead(
  { session, pipe }: Lease,
  { sql, settings }: ReadStatement,
  format: string,
  write: (chunk: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<StatementResult> {
  const output = openOutputPipe(pipe);
  const statement = `${sql} INTO OUTFILE ${quote(pipe)} APPEND COMPRESSION 'none' FORMAT ${format} ${settings}`;
  const running = untilSettled(session, session.run(statement).finally(output.finish), signal);
  // Awaited behind the rows; until then a failure must not count as unhandled.
  running.catch(() => {});
  const stop = () => output.stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of output.stream) await write(chunk);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return running;
}
