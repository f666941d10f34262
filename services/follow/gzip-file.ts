import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { OpenFile } from './folder.ts';
import { toStat } from './stat.ts';

const PIECE_BYTES = 65_536;

/**
 * A packed file, read by positions in what it holds. It is unpacked as far as it is asked for, and from its beginning
 * again when somebody asks for what lies before: readers go forwards.
 */
export function gzipFile(handle: FileHandle, name: string): OpenFile {
  let pieces: AsyncIterator<Buffer> | null = null;
  /** What is unpacked and may be asked for, and where it begins. */
  let held = Buffer.alloc(0);
  let heldFrom = 0;

  async function* packed(): AsyncGenerator<Buffer> {
    for (let at = 0; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  function restart(): AsyncIterator<Buffer> {
    held = Buffer.alloc(0);
    heldFrom = 0;
    const source = Readable.from(packed());
    const unpacked = createGunzip();
    source.on('error', (error) => unpacked.destroy(error));
    return source.pipe(unpacked)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  return {
    stat: async () => toStat(await handle.stat({ bigint: true }), name),
    async read(position, length) {
      if (pieces === null || position < heldFrom) pieces = restart();
      while (heldFrom + held.length < position + length) {
        const { done, value } = await pieces.next();
        if (done) break;
        // What lies before is not kept: the file may be far larger than memory.
        const drop = Math.min(held.length, Math.max(0, position - heldFrom));
        held = Buffer.concat([held.subarray(drop), value]);
        heldFrom += drop;
      }
      const from = Math.max(0, position - heldFrom);
      return held.subarray(from, from + length);
    },
    async close() {
      await pieces?.return?.();
      await handle.close();
    },
  };
}
