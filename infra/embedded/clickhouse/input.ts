import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { exception } from './errors.ts';
import { parseStatement, reachesData, type Statement } from './sql/statement.ts';

/** A statement and, for an INSERT, its data. */
export interface Input {
  statement: Statement;
  data: AsyncIterable<Uint8Array>;
}

/** Bytes after which the data of an INSERT is looked for: most begins far before. */
const FIRST_LOOK = 65_536;

/**
 * Reads the statement from the beginning of a request's input and leaves the data of an INSERT.
 *
 * @throws ClickHouseException for what `parseStatement` refuses, and for a statement above `maxQueryBytes`
 */
export async function readInput(input: AsyncIterable<Buffer>, maxQueryBytes: number): Promise<Input> {
  const iterator = input[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  let nextLook = FIRST_LOOK;
  let ended = false;
  while (!ended && bytes < maxQueryBytes) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else {
      pieces.push(next.value);
      bytes += next.value.length;
    }
    if (bytes < nextLook) continue;
    // Not after each piece: those before are copied each time.
    nextLook = 2 * bytes;
    pieces.splice(0, pieces.length, Buffer.concat(pieces));
    if (reachesData(pieces[0]!)) break;
  }
  const head = Buffer.concat(pieces);
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
