import { beginsWith, type Mark, markOf, TAIL_BYTES } from './mark.ts';

/** A place in a file, told by what the file holds: names and inodes are given to other files, contents are not. */
export interface Place {
  /** Device and inode. Of several files with the same content this one is taken. */
  id: string;
  head: Mark;
  /** What lies just before `offset`: a file that was cut and written anew has something else there. */
  tail: Mark;
  /** Bytes that were read; a line begins here. */
  offset: number;
  /** Lines that were read. */
  lines: number;
}

/** How far a file has been followed, through all its rotations. */
export interface Position {
  /** Null before the first line. */
  place: Place | null;
  /** When the file of `place` was last written to, as far as it was read, ms: what was written to later is unread. */
  after: number;
  /** Beginnings of the last files that were read to their end: not to be read again, whatever they are called. */
  done: Mark[];
}

/** Files that are remembered as read: more rotations than happen while somebody packs or moves one. */
const MAX_DONE = 16;

const NOTHING = markOf(Buffer.alloc(0));

/** The position at the beginning of a file, after whatever came before. */
export function enter(before: Position, file: { id: string; changedAt: number; head: Mark }): Position {
  const done = before.place === null ? before.done : [before.place.head, ...before.done].slice(0, MAX_DONE);
  const place = { id: file.id, head: file.head, tail: NOTHING, offset: 0, lines: 0 };
  return { place, after: file.changedAt, done };
}

/** The position `bytes` and `lines` further on. */
export function advance(
  { done }: Position,
  place: Place,
  read: { bytes: Buffer; before: Buffer; lines: number; changedAt: number; id: string },
): Position {
  const { bytes, before, lines, changedAt, id } = read;
  const known = bytes.length >= TAIL_BYTES ? bytes : Buffer.concat([before, bytes]);
  const next: Place = {
    id,
    head: place.head,
    tail: markOf(known.subarray(-TAIL_BYTES)),
    offset: place.offset + bytes.length,
    lines: place.lines + lines,
  };
  return { place: next, after: changedAt, done };
}

/** Whether a file that begins so was read to its end, or is the one that is being read. */
export function isKnown({ place, done }: Position, begin: Buffer): boolean {
  return [...(place === null ? [] : [place.head]), ...done].some((head) => beginsWith(begin, head));
}
