import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { LinewatchError } from '../lib/errors.ts';

const CHUNK_BYTES = 256 * 1024;

const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/**
 * Checks that a byte order mark, where the file has one, agrees with the encoding of the mapping.
 * @throws {LinewatchError} FILE_ENCODING where it does not, FILE_UNREADABLE where the file cannot be read.
 */
export function checkByteOrderMark(file: string, encoding: string): void {
  const start = readStart(file, 3);
  const mark = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  const declared = new TextDecoder(encoding).encoding;
  if (mark && mark.encoding !== declared) {
    throw new LinewatchError(
      'FILE_ENCODING',
      `${file} begins as ${mark.encoding}, the mapping says ${declared}`,
    );
  }
}

/**
 * The first bytes of a file, or fewer where it is shorter.
 * @throws {LinewatchError} FILE_UNREADABLE
 */
export function readStart(file: string, length: number): Buffer {
  const start = Buffer.alloc(length);
  try {
    const handle = openSync(file, 'r');
    try {
      return start.subarray(0, readSync(handle, start));
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    throw new LinewatchError('FILE_UNREADABLE', `Cannot read ${file}`, { cause });
  }
}

/**
 * The text of the first `size` bytes of a file; what a program appends meanwhile is left out.
 * Bytes that are not valid in the encoding become U+FFFD.
 */
export async function* readText(
  file: string,
  encoding: string,
  size: number,
): AsyncGenerator<{ text: string; bytes: number }> {
  if (size === 0) return;
  const decoder = new TextDecoder(encoding);
  try {
    for await (const chunk of createReadStream(file, { end: size - 1, highWaterMark: CHUNK_BYTES })) {
      const bytes = chunk as Buffer;
      yield { text: decoder.decode(bytes, { stream: true }), bytes: bytes.length };
    }
  } catch (cause) {
    throw new LinewatchError('FILE_UNREADABLE', `Cannot read ${file}`, { cause });
  }
  yield { text: decoder.decode(), bytes: 0 };
}
