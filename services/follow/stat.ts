import type { BigIntStats } from 'node:fs';
import { type FileStat, isPacked } from './folder.ts';

/** Numbers of inodes do not fit into a double on every file system. */
export function toStat({ dev, ino, size, mtimeNs }: BigIntStats, name: string): FileStat {
  return {
    id: `${dev}:${ino}`,
    size: isPacked(name) ? 0 : Number(size),
    changedAt: Number(mtimeNs / 1_000n) / 1_000,
  };
}
