import fs from 'node:fs';
import path from 'node:path';
import type { Flusher } from '../log/flusher.ts';
import { type LogLimits, PartitionLog, type Retention } from '../log/partition-log.ts';
import type { Log } from '../log.ts';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import {
  isTopicName,
  MAX_PARTITIONS,
  readDescription,
  type Topic,
  type TopicDescription,
  writeDescription,
} from './topic.ts';

export interface KnownTopic {
  name: string;
  partitions: number;
}

export interface TopicsOptions {
  directory: string;
  /** Exist from the start, and come back when asked for after they were deleted. */
  known: readonly KnownTopic[];
  retention: Retention;
  limits: LogLimits;
  flusher: Flusher;
  log: Log;
}

/** The topics of the broker, each in a folder of its own with a folder a partition. */
export class Topics {
  readonly #options: TopicsOptions;
  readonly #live: string;
  readonly #trash: string;
  readonly #topics = new Map<string, Topic>();

  /** Opens all topics found in the folder, and creates or enlarges the known ones. */
  constructor(options: TopicsOptions) {
    this.#options = options;
    this.#live = path.join(options.directory, 'topics');
    this.#trash = path.join(options.directory, 'trash');
    // What lies there belongs to a deletion or creation that a crash cut short.
    fs.rmSync(this.#trash, { recursive: true, force: true });
    fs.mkdirSync(this.#live, { recursive: true });
    fs.mkdirSync(this.#trash, { recursive: true });
    for (const known of options.known) this.#enlarge(known);
    for (const name of fs.readdirSync(this.#live))
      this.#open(name, readDescription(path.join(this.#live, name)));
    for (const known of options.known) this.getOrCreateKnown(known.name);
  }

  get(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  /** The topic, created if it is one of the known ones. */
  getOrCreateKnown(name: string): Topic | undefined {
    const known = this.#options.known.find((it) => it.name === name);
    return this.#topics.get(name) ?? (known && this.create(name, { partitions: known.partitions }));
  }

  partition(name: string, partition: number): PartitionLog | undefined {
    return this.#topics.get(name)?.partitions[partition];
  }

  list(): Topic[] {
    return [...this.#topics.values()];
  }

  /** Throws a {@link ProtocolError} that says why a topic of this kind cannot be created. */
  validate(name: string, partitions: number): void {
    if (!isTopicName(name)) throw new ProtocolError(errorCodes.invalidTopic, 'not a topic name');
    if (this.#topics.has(name)) throw new ProtocolError(errorCodes.topicAlreadyExists, 'the topic exists');
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new ProtocolError(errorCodes.invalidPartitions, `1 to ${MAX_PARTITIONS} partitions`);
    }
  }

  create(name: string, description: TopicDescription): Topic {
    this.validate(name, description.partitions);
    // Built aside and moved into place, so that a crash leaves a whole topic or none.
    const draft = fs.mkdtempSync(path.join(this.#trash, 'new-'));
    writeDescription(draft, description);
    fs.renameSync(draft, path.join(this.#live, name));
    return this.#open(name, description);
  }

  /** Resolves when the topic's files are gone; the topic itself is gone at once. */
  async delete(name: string): Promise<void> {
    const topic = this.#topics.get(name);
    if (!topic) throw new ProtocolError(errorCodes.unknownTopicOrPartition, 'no such topic');
    this.#topics.delete(name);
    const discarded = path.join(fs.mkdtempSync(path.join(this.#trash, 'old-')), 'topic');
    fs.renameSync(path.join(this.#live, name), discarded);
    await Promise.all(topic.partitions.map((it) => it.abandon()));
    await fs.promises.rm(path.dirname(discarded), { recursive: true, force: true });
  }

  applyRetention(nowMs: number): void {
    for (const topic of this.#topics.values()) {
      for (const partition of topic.partitions) partition.applyRetention(topic.retention, nowMs);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.list().flatMap((topic) => topic.partitions.map((it) => it.close())));
  }

  /** A known topic that has fewer partitions than asked for gets the rest; it never loses any. */
  #enlarge({ name, partitions }: KnownTopic): void {
    const directory = path.join(this.#live, name);
    if (!fs.existsSync(directory)) return;
    const description = readDescription(directory);
    if (description.partitions < partitions) writeDescription(directory, { ...description, partitions });
  }

  #open(name: string, description: TopicDescription): Topic {
    const { limits, flusher, log, retention } = this.#options;
    const partitions = Array.from({ length: description.partitions }, (_, partition) => {
      return new PartitionLog(path.join(this.#live, name, String(partition)), limits, flusher, log);
    });
    const topic = { name, partitions, retention: { ...retention, ...description.retention } };
    this.#topics.set(name, topic);
    return topic;
  }
}
