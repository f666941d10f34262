import { codeOf } from '../lib/errors.ts';
import { type FileStat, type Folder, isPacked, type OpenFile, rotatedNames } from './folder.ts';
import { beginsWith, HEAD_BYTES, headOf, type Mark } from './mark.ts';
import { isKnown, type Place, type Position } from './position.ts';

/** An open file, and what it is called at the moment. */
export interface Found {
  name: string;
  file: OpenFile;
  stat: FileStat;
}

/** A file that is to be read from its beginning. */
export interface Next extends Entry {
  head: Mark;
  /** It begins as the one that was read did: that one was cut, and written anew. */
  again: boolean;
}

/** Whether the file holds, at the same place, what was read. */
async function holds(file: OpenFile, { head, tail, offset }: Place): Promise<boolean> {
  if (!beginsWith(await file.read(0, head.bytes), head)) return false;
  return beginsWith(await file.read(offset - tail.bytes, tail.bytes), tail);
}

/**
 * The file in which a place lies, whatever it is called by now; null where there is none. Of several the very same
 * one; else that which is written to; else the longest, as it may have more; else a packed one. Rejects where there is
 * none and one cannot be read: it may be that.
 */
export async function findPlace(folder: Folder, name: string, place: Place): Promise<Found | null> {
  let best: Found | null = null;
  let failure: unknown = null;
  for (const one of [name, ...rotatedNames(await folder.names(), name)]) {
    const found = await openWith(folder, one, place).catch((error: unknown) => {
      failure ??= error;
      return null;
    });
    if (found === null) continue;
    const isBetter = best === null || compare(found, best, name, place) < 0;
    await (isBetter ? best : found)?.file.close();
    if (isBetter) best = found;
    if (best?.stat.id === place.id) break;
  }
  if (best === null && failure !== null) throw failure;
  return best;
}

async function openWith(folder: Folder, name: string, place: Place): Promise<Found | null> {
  const file = await whole(() => folder.open(name));
  if (file === null) return null;
  let isFound = false;
  try {
    if ((await whole(() => holds(file, place))) !== true) return null;
    const stat = await file.stat();
    isFound = true;
    return { name, file, stat };
  } finally {
    if (!isFound) await file.close();
  }
}

function compare(a: Found, b: Found, live: string, place: Place): number {
  const rank = ({ name, stat }: Found): number => {
    if (stat.id === place.id) return 0;
    if (name === live) return 1;
    return isPacked(name) ? 3 : 2;
  };
  return rank(a) - rank(b) || b.stat.size - a.stat.size;
}

/** The position before anything was read: what was rotated away before now is not asked for. */
export async function firstPosition(folder: Folder, name: string): Promise<Position> {
  const rotated = (await inventory(folder, name)).filter((one) => one.name !== name);
  return { place: null, after: Math.max(0, ...rotated.map(({ changedAt }) => changedAt)), done: [] };
}

/**
 * The file that comes after a position: of those that were rotated away and written to later the earliest, else that
 * which is written to. Null while none has a complete line, and while files are being renamed: who looks at them one
 * after the other would pass over one.
 */
export async function findNext(
  folder: Folder,
  name: string,
  position: Position,
  current: { id: string; changedAt: number },
): Promise<Next | null> {
  const before = await inventory(folder, name);
  const next = await firstOf(folder, name, before, position, current);
  if (next === null) return null;
  const after = await inventory(folder, name);
  return namesOf(before) === namesOf(after) ? next : null;
}

type Entry = FileStat & { name: string };

/** The file and all that rotations may have made of it. */
async function inventory(folder: Folder, name: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const one of [name, ...rotatedNames(await folder.names(), name)]) {
    const stat = await folder.stat(one);
    if (stat !== null) entries.push({ ...stat, name: one });
  }
  return entries;
}

function namesOf(entries: readonly Entry[]): string {
  return entries
    .map(({ name, id }) => `${name} ${id}`)
    .toSorted()
    .join('\n');
}

async function firstOf(
  folder: Folder,
  name: string,
  entries: readonly Entry[],
  position: Position,
  current: { id: string; changedAt: number },
): Promise<Next | null> {
  const others = entries.filter(({ id }) => id !== current.id);
  const rotated = others
    .filter((one) => one.name !== name && one.changedAt > current.changedAt)
    .toSorted((a, b) => a.changedAt - b.changedAt || Number(isPacked(a.name)) - Number(isPacked(b.name)));
  for (const entry of rotated) {
    const found = await look(folder, entry.name);
    if (found !== null && !isKnown(position, found.begin)) return { ...found.entry, again: false };
  }
  if (!others.some((one) => one.name === name)) return null;
  const live = await look(folder, name);
  if (live === null) return null;
  const again = position.place !== null && beginsWith(live.begin, position.place.head);
  return { ...live.entry, again };
}

async function look(
  folder: Folder,
  name: string,
): Promise<{ entry: Entry & { head: Mark }; begin: Buffer } | null> {
  const file = await whole(() => folder.open(name));
  if (file === null) return null;
  try {
    const stat = await file.stat();
    const begin = await whole(() => file.read(0, HEAD_BYTES));
    const head = begin === null ? null : headOf(begin);
    return head === null ? null : { entry: { ...stat, name, head }, begin: begin! };
  } finally {
    await file.close();
  }
}

/** Null of a packed file that is not there as a whole yet: what it holds is still there unpacked. Or it is no gzip. */
async function whole<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (codeOf(error).startsWith('Z_')) return null;
    throw error;
  }
}
