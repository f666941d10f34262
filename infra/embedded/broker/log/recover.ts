import type { Log } from '../log.ts';
import { readCheckpoint } from './checkpoint.ts';
import { Producers } from './producers.ts';
import { scanBatches } from './scan.ts';
import { Segment } from './segment.ts';

/**
 * Opens the segments of a partition: from their checkpoints, and by reading what came after those. Batches that a
 * crash left unfinished are cut off. What is damaged otherwise stays where it is: what stands before and behind it can
 * be read, reading it fails, and no offset that was given is given again.
 */
export function recoverSegments(
  directory: string,
  indexSpacingBytes: number,
  log: Log,
): { segments: Segment[]; producers: Producers } {
  Segment.tidy(directory);
  const baseOffsets = Segment.list(directory);
  if (baseOffsets.length === 0) baseOffsets.push(0);
  let producers = new Producers();
  let end = 0;
  const segments: Segment[] = [];
  for (const baseOffset of baseOffsets) {
    const segment = new Segment(directory, baseOffset, indexSpacingBytes);
    const before = segments.at(-1);
    if (before && before.nextOffset !== baseOffset) sayMissing(log, directory, before.nextOffset, baseOffset);
    const checkpoint = readCheckpoint(segment.checkpointPath, indexSpacingBytes);
    // It was written once the bytes were on the disk, so one that reaches further knows of a loss.
    if (checkpoint && checkpoint.bytes <= segment.file.size) {
      segment.restore(checkpoint);
      producers = checkpoint.producers;
    }
    recoverSegment(segment, producers, log);
    end = Math.max(segment.nextOffset, checkpoint?.nextOffset ?? 0);
    segments.push(segment);
  }
  const last = segments.at(-1)!;
  if (end > last.nextOffset) {
    sayMissing(log, directory, last.nextOffset, end);
    segments.push(new Segment(directory, end, indexSpacingBytes));
  }
  return { segments, producers };
}

function recoverSegment(segment: Segment, producers: Producers, log: Log): void {
  const { file } = segment;
  const { end, damages } = scanBatches(
    file,
    segment.checkpointedBytes,
    segment.nextOffset,
    (header, position) => {
      segment.noteBatch(header, position);
      producers.record(header, header.baseOffset);
      return false;
    },
  );
  for (const damage of damages) {
    log.error(
      { file: file.path, ...damage },
      'records are damaged: they cannot be read, those behind them can',
    );
  }
  if (end < file.size) {
    log.warn({ file: file.path, cutBytes: file.size - end }, 'unfinished batches cut off');
    file.truncate(end);
  }
}

function sayMissing(log: Log, directory: string, offset: number, nextOffset: number): void {
  log.error({ directory, offset, nextOffset }, 'records are missing: they were stored here and are gone');
}
