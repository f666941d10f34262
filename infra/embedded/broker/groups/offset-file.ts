import fs from 'node:fs';
import { crc32c } from '../../crc32c.ts';
import type { AppendFile } from '../log/append-file.ts';
import { Reader } from '../protocol/reader.ts';
import { Writer } from '../protocol/writer.ts';

/** Length and CRC-32C before each entry. */
const PREFIX_BYTES = 8;

export interface CommittedOffset {
  offset: number;
  leaderEpoch: number;
  metadata: string | null;
}

/** What was committed for a partition by a group; null: the commit was taken back. */
export interface OffsetEntry {
  group: string;
  topic: string;
  partition: number;
  committed: CommittedOffset | null;
}

export function encodeEntry({ group, topic, partition, committed }: OffsetEntry): Buffer {
  const body = new Writer()
    .string(group)
    .string(topic)
    .int32(partition)
    .boolean(committed !== null);
  if (committed) body.int64(committed.offset).int32(committed.leaderEpoch).nullableString(committed.metadata);
  const bytes = Buffer.concat(body.finish());
  return Buffer.concat([...new Writer().int32(bytes.length).uint32(crc32c(bytes)).finish(), bytes]);
}

/**
 * Calls `visit` for each intact entry, oldest first, and cuts off what a crash left unfinished at the end. An entry that
 * is damaged is left out, and what follows it if its length is: groups then go on from an older commit.
 * @returns how many bytes were left out
 */
export function replayEntries(file: AppendFile, visit: (entry: OffsetEntry) => void): number {
  const bytes = file.read(0, file.size);
  let at = 0;
  /** Behind the last entry that is intact. */
  let end = 0;
  let intactBytes = 0;
  while (bytes.length - at >= PREFIX_BYTES) {
    const next = at + PREFIX_BYTES + bytes.readUInt32BE(at);
    // An empty entry has the CRC of zeros that a power cut leaves.
    if (next > bytes.length || next === at + PREFIX_BYTES) break;
    if (bytes.readUInt32BE(at + 4) === crc32c(bytes, at + PREFIX_BYTES, next)) {
      visit(decodeEntry(new Reader(bytes.subarray(at + PREFIX_BYTES, next))));
      end = next;
      intactBytes += next - at;
    }
    at = next;
  }
  if (end < bytes.length) file.truncate(end);
  return bytes.length - intactBytes;
}

/** Writes a file that holds `entries` alone, complete on the disk before it takes the place of `path`. */
export function rewriteEntries(path: string, entries: Iterable<OffsetEntry>): void {
  fs.writeFileSync(`${path}.new`, Buffer.concat(Array.from(entries, encodeEntry)), { flush: true });
  fs.renameSync(`${path}.new`, path);
}

function decodeEntry(reader: Reader): OffsetEntry {
  const group = reader.string();
  const topic = reader.string();
  const partition = reader.int32();
  if (!reader.boolean()) return { group, topic, partition, committed: null };
  const committed = {
    offset: reader.int64(),
    leaderEpoch: reader.int32(),
    metadata: reader.nullableString(),
  };
  return { group, topic, partition, committed };
}
