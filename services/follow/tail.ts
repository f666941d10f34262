import type { Folder, OpenFile } from './folder.ts';
import { beginsWith, countLines, endOfLines, HEAD_BYTES, headOf, type Mark } from './mark.ts';
import { advance, enter, type Place, type Position } from './position.ts';
import { type Found, findNext, findPlace, type Next } from './search.ts';

/** What happened to the file, where another is read from now on. */
export type Turn =
  /** The first one. */
  | 'begun'
  /** The one before was read to its end. */
  | 'rotated'
  /** The one before was cut and written anew, or lost its end in a crash: what it holds is read once more. */
  | 'again'
  /** The one before is not there any more: what it had that was not read is lost. */
  | 'lost';

/** What a look at the file comes to. */
export type Step =
  /** Complete lines, and the position after them. */
  | { kind: 'lines'; text: Buffer; firstLine: number; position: Position; atEnd: boolean }
  /** Bytes without the end of a line that are no line: too many for one, or the end of a file that nobody writes to. */
  | { kind: 'fragment'; text: Buffer; line: number; position: Position }
  | { kind: 'turn'; turn: Turn; name: string; position: Position }
  /** Nothing to read. `end`: all was read; `missing`: there is no file; `gone`: none that has what was read. */
  | { kind: 'idle'; why: 'end' | 'missing' | 'gone' };

export interface TailOptions {
  /** Most bytes that are read at a time, and of one line. */
  chunkBytes: number;
  /** How long a file that was renamed must rest, once another is written to, before that one is read. */
  graceMs: number;
  /** How long a file is looked for before what it had is given up: packing takes its time. */
  missingMs: number;
}

export const DEFAULT_TAIL_OPTIONS: TailOptions = { chunkBytes: 65_536, graceMs: 1_000, missingMs: 5_000 };

/** Reads a growing file through its rotations. It keeps a file open and nothing else: the caller has the position. */
export interface Tail {
  next(position: Position): Promise<Step>;
  /** Bytes of the open file that lie behind a position; 0 where that is not known. */
  behind(position: Position): Promise<number>;
  close(): Promise<void>;
}

/**
 * `docs/decisions/follow.md` says why nothing is lost or read in the wrong order.
 *
 * @param name of the file in the folder
 * @param now ms, from any origin
 */
export function createTail(folder: Folder, name: string, options: TailOptions, now: () => number): Tail {
  let open: Found | null = null;
  /** Since when the place cannot be found. */
  let missingSince: number | null = null;
  /** Since when there is a next file and the open one has rested at this size. */
  let resting: { since: number; bytes: number } | null = null;

  async function leave(): Promise<void> {
    const left = open;
    open = null;
    resting = null;
    missingSince = null;
    await left?.file.close();
  }

  async function turnTo(position: Position, turn: Turn, next: Next): Promise<Step> {
    await leave();
    return { kind: 'turn', turn, name: next.name, position: enter(position, next) };
  }

  /** There is no file with the place: it may be on its way from one name to another. */
  async function whenMissing(position: Position): Promise<Step> {
    missingSince ??= now();
    const isGivenUp = position.place === null || now() - missingSince >= options.missingMs;
    const next = isGivenUp
      ? await findNext(folder, name, position, { id: '', changedAt: position.after })
      : null;
    if (next === null) return { kind: 'idle', why: position.place === null ? 'missing' : 'gone' };
    if (position.place === null) return turnTo(position, 'begun', next);
    return turnTo(position, next.again ? 'again' : 'lost', next);
  }

  /** All was read. Where the file has another name by now, and its writer has gone on to the next, so do we. */
  async function atTheEnd(position: Position, found: Found, rest: number): Promise<Step> {
    const live = await folder.stat(name);
    if (live?.id === found.stat.id) {
      resting = null;
      return { kind: 'idle', why: 'end' };
    }
    const next = await findNext(folder, name, position, await found.file.stat());
    if (next === null) return { kind: 'idle', why: 'end' };
    // The end was read before the next file was seen: between the two there may have been more.
    if (resting === null || resting.bytes !== rest) {
      resting = { since: now(), bytes: rest };
      return { kind: 'idle', why: 'end' };
    }
    if (next.name === name && now() - resting.since < options.graceMs) return { kind: 'idle', why: 'end' };
    if (rest > 0) return skip(position, rest);
    return turnTo(position, next.again ? 'again' : 'rotated', next);
  }

  /** Goes past bytes that are no line. */
  async function skip(position: Position, bytes: number): Promise<Step> {
    const { file } = open!;
    const place = position.place!;
    const window = await file.read(place.offset - place.tail.bytes, place.tail.bytes + bytes);
    const skipped = window.subarray(place.tail.bytes);
    return {
      kind: 'fragment',
      text: skipped,
      line: place.lines + 1,
      position: advance(position, place, {
        bytes: skipped,
        before: window.subarray(0, place.tail.bytes),
        lines: 0,
        ...(await file.stat()),
      }),
    };
  }

  async function next(position: Position): Promise<Step> {
    const { place } = position;
    if (place === null) return whenMissing(position);
    open ??= await findPlace(folder, name, place);
    if (open === null) return whenMissing(position);
    missingSince = null;
    const { file } = open;
    // Before the bytes are read: what is written meanwhile is later than this.
    const { id, changedAt } = await file.stat();
    const window = await file.read(place.offset - place.tail.bytes, place.tail.bytes + options.chunkBytes);
    if (!beginsWith(window, place.tail)) {
      // Cut, and perhaps written anew: what was read, and what was not, is in a copy.
      await leave();
      return next(position);
    }
    const before = window.subarray(0, place.tail.bytes);
    const fresh = window.subarray(place.tail.bytes);
    const end = endOfLines(fresh);
    if (end === 0) {
      if (fresh.length >= options.chunkBytes) return skip(position, fresh.length);
      return atTheEnd(position, open, fresh.length);
    }
    resting = null;
    const text = fresh.subarray(0, end);
    const head = await grownHead(file, place, end);
    if (head === null) {
      await leave();
      return next(position);
    }
    return {
      kind: 'lines',
      text,
      firstLine: place.lines + 1,
      position: advance(
        position,
        { ...place, head },
        { bytes: text, before, lines: countLines(text), changedAt, id },
      ),
      atEnd: fresh.length < options.chunkBytes,
    };
  }

  return {
    next,
    async behind({ place }) {
      if (open === null || place === null) return 0;
      // Another file may be gone on with meanwhile: then this one is closed.
      const size = await open.file.stat().then(
        (stat) => stat.size,
        () => 0,
      );
      return Math.max(0, size - place.offset);
    },
    close: leave,
  };
}

/** What the file is known by once `bytes` more are read; null where it begins with something else by now. */
async function grownHead(file: OpenFile, { head, offset }: Place, bytes: number): Promise<Mark | null> {
  if (offset >= HEAD_BYTES) return head;
  const begin = await file.read(0, Math.min(HEAD_BYTES, offset + bytes));
  return beginsWith(begin, head) ? headOf(begin) : null;
}
