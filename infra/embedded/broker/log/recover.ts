import type { Log } from '../log.ts';
import { readCheckpoint } from './checkpoint.ts';
import { Producers } from './producers.ts';
import { scanBatches } from './scan.ts';
import { Segment } from './segment.ts';

/**
 * Opens the segments of a partition: from their checkpoints, and by reading what came after those.
 * Batches that a crash left unfinished are cut off.
 */
export function recoverSegments(
  directory: string,
  indexSpacingBytes: number,
  log: Log,
): { segments: Segment[]; producers: Producers } {
  const baseOffsets = Segment.list(directory);
  if (baseOffsets.length === 0) baseOffsets.push(0);
  let producers = new Producers();
  const segments: Segment[] = [];
  for (const baseOffset of baseOffsets) {
    const segment = new Segment(directory, baseOffset, indexSpacingBytes);
    const checkpoint = readCheckpoint(segment.checkpointPath, indexSpacingBytes);
    // A checkpoint that reaches beyond its segment is of bytes that a power cut took back.
    if (checkpoint && checkpoint.bytes <= segment.file.size) {
      segment.restore(checkpoint);
      producers = checkpoint.producers;
    }
    const end = scanBatches(segment.file, segment.checkpointedBytes, (header, position) => {
      segment.noteBatch(header, position);
      producers.record(header, header.baseOffset);
    });
    if (end < segment.file.size) {
      log.warn({ file: segment.file.path, cutBytes: segment.file.size - end }, 'unfinished batches cut off');
      segment.file.truncate(end);
    }
    segments.push(segment);
  }
  return { segments, producers };
}
