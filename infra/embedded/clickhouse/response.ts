import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import { contentTypeOf } from './content-type.ts';
import type { StatementResult } from './engine.ts';
import { type ClickHouseException, httpStatusOf } from './errors.ts';

/** Answers one request as ClickHouse does. */
export interface Responder {
  /** What the request asked for; an error may be answered before it is known. */
  prepare(request: { queryId: string | undefined; acceptEncoding: string }): void;
  setFormat(format: string): void;
  /** Resolves when the client can take more. */
  write(chunk: Uint8Array): Promise<void>;
  /** @param inserted whether the result's rows were written instead of answered */
  end(result: StatementResult, inserted: boolean): void;
  /** As an error answer, or as a marked block in the stream when the answer has begun. */
  fail(error: ClickHouseException): void;
}

export interface ResponderOptions {
  /** How long a client may leave a full buffer unread before it is given up. */
  stallTimeoutMs: number;
}

// What is held back can still become an error answer, and gets its length and summary. ClickHouse holds 1 MiB.
const HOLD_BYTES = 256 * 1024;
const ENCODERS = { gzip: createGzip, br: createBrotliCompress, deflate: createDeflate };

export function createResponder(response: ServerResponse, options: ResponderOptions): Responder {
  // A client may go at any time; `close` tells, and what is still written then is lost as it should be.
  response.on('error', () => {});
  const exceptionTag = randomBytes(8).toString('hex');
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let format = 'TabSeparated';
  let output: Writable | undefined;
  let queryId: string = randomUUID();
  let acceptEncoding = '';

  function baseHeaders(): void {
    response.setHeader('X-ClickHouse-Server-Display-Name', 'linewatch-embedded');
    response.setHeader('X-ClickHouse-Query-Id', queryId);
  }

  function begin(): Writable {
    baseHeaders();
    response.setHeader('Content-Type', contentTypeOf(format));
    response.setHeader('X-ClickHouse-Format', format);
    response.setHeader('X-ClickHouse-Exception-Tag', exceptionTag);
    const encoding = chooseEncoding(acceptEncoding);
    if (encoding === undefined) return response;
    response.setHeader('Content-Encoding', encoding);
    const encoder = ENCODERS[encoding]();
    encoder.on('error', () => {});
    encoder.pipe(response);
    // A client that hangs up is noticed by the response's close; the encoder must not wait for it forever.
    response.once('close', () => encoder.destroy());
    return encoder;
  }

  async function send(chunk: Uint8Array): Promise<void> {
    output ??= begin();
    if (output.write(chunk) || output.destroyed) return;
    await drained(output, response, options.stallTimeoutMs);
  }

  return {
    prepare(request) {
      queryId = request.queryId ?? queryId;
      acceptEncoding = request.acceptEncoding;
    },
    setFormat(name) {
      format = name;
    },
    async write(chunk) {
      if (output) return send(chunk);
      held.push(chunk);
      heldBytes += chunk.length;
      if (heldBytes >= HOLD_BYTES) await send(Buffer.concat(held.splice(0)));
    },
    end(result, inserted) {
      if (output) {
        output.end();
        return;
      }
      response.setHeader('X-ClickHouse-Summary', summaryOf(result, inserted));
      output = begin();
      if (output === response) response.setHeader('Content-Length', heldBytes);
      output.end(Buffer.concat(held.splice(0)));
    },
    fail(error) {
      if (output === undefined) {
        baseHeaders();
        const body = `${error.message}\n`;
        response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
        response.setHeader('Content-Length', Buffer.byteLength(body));
        response.setHeader('X-ClickHouse-Exception-Code', error.code);
        // A body that is still arriving is read to its end: closing on it could lose the answer.
        response.req.unpipe();
        response.req.resume();
        response.writeHead(httpStatusOf(error.code)).end(body);
        return;
      }
      // The last chunk of the body is never sent: a result cut short must not look complete.
      output.write(exceptionBlock(error, exceptionTag), () => response.socket?.destroySoon());
    },
  };
}

/** Waits until the client has taken what is buffered, or has gone; one that takes nothing for too long is cut off. */
function drained(output: Writable, response: ServerResponse, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), timeoutMs);
    const done = () => {
      clearTimeout(stalled);
      output.off('drain', done);
      response.off('close', done);
      resolve();
    };
    output.on('drain', done);
    response.on('close', done);
  });
}

/** The block that clients look for at the end of a broken result; its length counts message and line break. */
function exceptionBlock({ message }: ClickHouseException, tag: string): Buffer {
  const text = Buffer.from(`${message}\n`);
  const marker = '\r\n__exception__\r\n';
  return Buffer.concat([
    Buffer.from(`${marker}${tag}\r\n`),
    text,
    Buffer.from(`${text.length} ${tag}${marker}`),
  ]);
}

function chooseEncoding(accept: string): keyof typeof ENCODERS | undefined {
  const offered = accept.split(',').map((coding) => coding.split(';')[0]!.trim());
  return (Object.keys(ENCODERS) as Array<keyof typeof ENCODERS>).find((coding) => offered.includes(coding));
}

/** chDB counts the rows of a result or of an INSERT, and nothing else of what ClickHouse counts. */
function summaryOf({ rows, rowBytes, elapsedSeconds }: StatementResult, inserted: boolean): string {
  const counted = { rows: String(rows), bytes: String(rowBytes) };
  return JSON.stringify({
    read_rows: '0',
    read_bytes: '0',
    written_rows: inserted ? counted.rows : '0',
    written_bytes: inserted ? counted.bytes : '0',
    total_rows_to_read: '0',
    result_rows: counted.rows,
    result_bytes: counted.bytes,
    elapsed_ns: String(Math.round(elapsedSeconds * 1e9)),
  });
}
