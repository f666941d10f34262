import fs from 'node:fs';
import path from 'node:path';
import type { PartitionLog, Retention } from '../log/partition-log.ts';

/** What of a topic is kept in its folder beside the partitions. */
export interface TopicDescription {
  partitions: number;
  /** Undefined: the broker's own. */
  retention?: Partial<Retention>;
}

export interface Topic {
  name: string;
  partitions: readonly PartitionLog[];
  retention: Retention;
}

const DESCRIPTION_FILE = 'topic.json';
const MAX_NAME_LENGTH = 249;

/** Kafka's rule. It also keeps a name from leaving the data folder. */
export function isTopicName(name: string): boolean {
  return /^[a-zA-Z0-9._-]+$/.test(name) && name.length <= MAX_NAME_LENGTH && name !== '.' && name !== '..';
}

/** Throws if the file is missing or damaged: an empty topic in its place would look like lost data. */
export function readDescription(directory: string): TopicDescription {
  const file = path.join(directory, DESCRIPTION_FILE);
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as TopicDescription;
  } catch (cause) {
    throw new Error(`${file} does not describe the topic whose records stand beside it`, { cause });
  }
}

/** Replaces the description in one step. */
export function writeDescription(directory: string, description: TopicDescription): void {
  const file = path.join(directory, DESCRIPTION_FILE);
  fs.writeFileSync(`${file}.new`, JSON.stringify(description), { flush: true });
  fs.renameSync(`${file}.new`, file);
}
