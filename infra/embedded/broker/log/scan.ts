import type { AppendFile } from './append-file.ts';
import { BATCH_HEADER_BYTES, type BatchHeader, batchBytes, batchIsIntact, readBatchHeader } from './batch.ts';

const CHUNK_BYTES = 1 << 20;

/**
 * Goes through the batches of a file from `position` on, checking each CRC, and calls `visit` for each.
 * Returns where the last intact batch ends: what follows was torn by a crash in the middle of a write.
 */
export function scanBatches(
  file: AppendFile,
  position: number,
  visit: (header: BatchHeader, position: number) => void,
): number {
  let wanted = CHUNK_BYTES;
  while (file.size - position >= BATCH_HEADER_BYTES) {
    const chunk = file.read(position, wanted);
    wanted = CHUNK_BYTES;
    let at = 0;
    while (chunk.length - at >= BATCH_HEADER_BYTES) {
      const bytes = batchBytes(chunk, at);
      if (bytes < BATCH_HEADER_BYTES || position + at + bytes > file.size) return position + at;
      if (at + bytes > chunk.length) {
        wanted = Math.max(CHUNK_BYTES, bytes);
        break;
      }
      if (!batchIsIntact(chunk, at, bytes)) return position + at;
      visit(readBatchHeader(chunk, at), position + at);
      at += bytes;
    }
    position += at;
  }
  return position;
}
