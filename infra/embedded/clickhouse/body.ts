import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { exception } from './errors.ts';

const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

/**
 * A request's body, decompressed. When it fails, the request itself is left intact, so that the client can
 * still be answered.
 *
 * @param maxBytes limit of the decompressed body: a small one may unpack to anything
 * @returns a stream whose errors are ClickHouseExceptions
 * @throws ClickHouseException for a coding it does not know
 */
export function decodedBody(request: IncomingMessage, maxBytes: number): Readable {
  const body = limit(maxBytes);
  // It may fail when nobody reads it any more, after an answer that did not wait for it.
  body.on('error', () => {});
  request.once('close', () => {
    if (!request.complete) body.destroy(exception('ABORTED', 'The client hung up within its request'));
  });
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request.pipe(body);
  const createDecoder = DECODERS[encoding as keyof typeof DECODERS];
  if (createDecoder === undefined) {
    throw exception(
      'NOT_IMPLEMENTED',
      `Content-Encoding '${encoding}' is not supported by the embedded engine`,
    );
  }
  const decoder = createDecoder();
  decoder.on('error', ({ message }) =>
    body.destroy(exception('CANNOT_DECOMPRESS', `Cannot decompress: ${message}`)),
  );
  return request.pipe(decoder).pipe(body);
}

function limit(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes)
        done(exception('QUERY_IS_TOO_LARGE', `The request is larger than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}
