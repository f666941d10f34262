import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LinewatchError } from '../lib/errors.ts';
import { readStart } from './decode.ts';

const CHUNK_BYTES = 256 * 1_024;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** A file of records, plain or compressed by gzip, as it was when it was opened. */
export interface SourceFile {
  /** On the disk. */
  sizeBytes: number;
  /** The text, in pieces, with how many bytes on the disk had been read by then. UTF-8; what is not becomes U+FFFD. */
  pieces(): AsyncGenerator<{ text: string; bytesRead: number }>;
}

/**
 * Opens a file of records. What is written to it meanwhile is left out: a log may go on.
 * @throws {LinewatchError} FILE_UNREADABLE, from `pieces` too: where it is cut off or damaged
 */
export function openSourceFile(file: string): SourceFile {
  const isCompressed = readStart(file, GZIP.length).equals(GZIP);
  const { size: sizeBytes } = statSync(file);
  return {
    sizeBytes,
    async *pieces() {
      if (sizeBytes === 0) return;
      const read = createReadStream(file, { end: sizeBytes - 1, highWaterMark: CHUNK_BYTES });
      // Whoever reads the last of them hears of what happens to the first.
      const chunks = isCompressed ? pipeline(read, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : read;
      const decoder = new TextDecoder();
      try {
        for await (const chunk of chunks)
          yield { text: decoder.decode(chunk as Buffer, { stream: true }), bytesRead: read.bytesRead };
      } catch (cause) {
        const toDo = 'import it again once it is whole, and what it has counts once';
        throw new LinewatchError('FILE_UNREADABLE', `Cannot read ${file} to its end: ${toDo}`, { cause });
      }
      yield { text: decoder.decode(), bytesRead: sizeBytes };
    },
  };
}
