import { AppendFile } from '../log/append-file.ts';
import type { Flusher } from '../log/flusher.ts';
import type { Log } from '../log.ts';
import {
  type CommittedOffset,
  encodeEntry,
  type OffsetEntry,
  replayEntries,
  rewriteEntries,
} from './offset-file.ts';

/** The file is rewritten when it has this many entries and most of them are out of date. */
const COMPACT_FROM_ENTRIES = 10_000;

/** The committed offsets of all groups: in memory, and in a file that only grows until it is compacted. */
export class OffsetStore {
  readonly #path: string;
  readonly #flusher: Flusher;
  readonly #compactFromEntries: number;
  readonly #offsets = new Map<string, OffsetEntry>();
  #file: AppendFile;
  #entriesInFile = 0;

  constructor(path: string, flusher: Flusher, log: Log, compactFromEntries = COMPACT_FROM_ENTRIES) {
    this.#path = path;
    this.#flusher = flusher;
    this.#compactFromEntries = compactFromEntries;
    this.#file = new AppendFile(path);
    const lostBytes = replayEntries(this.#file, (entry) => this.#apply(entry));
    if (lostBytes > 0) log.warn({ file: path, lostBytes }, 'unfinished or damaged commits left out');
  }

  /** All that are committed. */
  all(): IterableIterator<OffsetEntry> {
    return this.#offsets.values();
  }

  find(group: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#offsets.get(keyOf(group, topic, partition))?.committed ?? undefined;
  }

  ofGroup(group: string): OffsetEntry[] {
    return [...this.#offsets.values()].filter((it) => it.group === group);
  }

  groupIds(): Set<string> {
    return new Set(Array.from(this.#offsets.values(), (it) => it.group));
  }

  /** Stores all or none; what it returns, if anything, must be awaited before the commit is acknowledged. */
  store(entries: readonly OffsetEntry[]): Promise<void> | undefined {
    if (entries.length === 0) return undefined;
    this.#file.append(Buffer.concat(entries.map(encodeEntry)));
    for (const entry of entries) this.#apply(entry);
    const outdated = this.#entriesInFile > 2 * this.#offsets.size;
    if (this.#entriesInFile >= this.#compactFromEntries && outdated) return this.#compact();
    return this.#flusher.appended(this.#file);
  }

  /** A topic that is created again under the same name must not find positions in the old one. */
  forgetTopic(topic: string): Promise<void> | undefined {
    const entries = [...this.#offsets.values()].filter((it) => it.topic === topic);
    return this.store(entries.map((it) => ({ ...it, committed: null })));
  }

  async close(): Promise<void> {
    this.#flusher.forget(this.#file);
    await this.#file.sync();
    await this.#file.close();
  }

  #apply(entry: OffsetEntry): void {
    this.#entriesInFile++;
    const key = keyOf(entry.group, entry.topic, entry.partition);
    if (entry.committed) this.#offsets.set(key, entry);
    else this.#offsets.delete(key);
  }

  #compact(): Promise<void> {
    const old = this.#file;
    rewriteEntries(this.#path, this.#offsets.values());
    this.#flusher.forget(old);
    this.#file = new AppendFile(this.#path);
    this.#entriesInFile = this.#offsets.size;
    return old.close();
  }
}

/** Topic names hold no slash, so keys are distinct whatever groups are called. */
function keyOf(group: string, topic: string, partition: number): string {
  return `${topic}/${partition}/${group}`;
}
