import { createHash } from 'node:crypto';

/** Some bytes of a file as they are known again: how many, and their SHA-256. Nothing can be read out of it. */
export interface Mark {
  bytes: number;
  hash: string;
}

/** Most bytes of a beginning, and of what lies before a position. */
export const HEAD_BYTES = 1_024;
export const TAIL_BYTES = 256;

const NEWLINE = 0x0a;

export function markOf(bytes: Buffer): Mark {
  return { bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** Whether these bytes begin with what the mark was made of. */
export function beginsWith(bytes: Buffer, mark: Mark): boolean {
  return bytes.length >= mark.bytes && markOf(bytes.subarray(0, mark.bytes)).hash === mark.hash;
}

/**
 * What a file is known by, of its first `HEAD_BYTES`: up to the end of the last line in them. Lines begin with their
 * times, so one line is enough to tell files apart, and a part of one is not. Null where no line is complete yet.
 */
export function headOf(begin: Buffer): Mark | null {
  const end = begin.lastIndexOf(NEWLINE) + 1;
  if (end > 0) return markOf(begin.subarray(0, end));
  return begin.length < HEAD_BYTES ? null : markOf(begin);
}

/** Where the last complete line ends; 0 where none is complete. */
export function endOfLines(bytes: Buffer): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

/** How many lines end in these bytes. */
export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
