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
export const MAX_PARTITIONS = 1_000;

/** Kafka's rule. It also keeps a name from leaving the data folder. */
export function isTopicName(name: string): boolean {
  return /^[a-zA-Z0-9._-]+$/.test(name) && name.length <= MAX_NAME_LENGTH && name !== '.' && name !== '..';
}

/** What is kept of a topic is not what was stored. */
class TopicDamaged extends Error {
  readonly code = 'DATA_DAMAGED';
}

/** Throws if the file is missing or damaged: an empty topic in its place would look like lost data. */
export function readDescription(directory: string): TopicDescription {
  const file = path.join(directory, DESCRIPTION_FILE);
  const damaged = (cause?: unknown) =>
    new TopicDamaged(
      `${file} does not describe the topic whose records stand beside it: it must be {"partitions":<how many>}`,
      { cause },
    );
  let description: TopicDescription;
  try {
    description = JSON.parse(fs.readFileSync(file, 'utf8')) as TopicDescription;
  } catch (cause) {
    throw damaged(cause);
  }
  const { partitions, retention } = Object(description) as Partial<TopicDescription>;
  const isNumber = Number.isInteger(partitions) && partitions! >= 1 && partitions! <= MAX_PARTITIONS;
  const beside = fs.readdirSync(directory).filter((name) => /^\d+$/.test(name));
  // All partitions are made with the topic: fewer of them named than there are would hide records.
  if (!isNumber || beside.some((name) => Number(name) >= partitions!) || !isRetention(retention))
    throw damaged();
  return description;
}

function isRetention(retention: unknown): boolean {
  if (retention === undefined) return true;
  if (typeof retention !== 'object' || retention === null) return false;
  return Object.entries(retention).every(
    ([name, value]) =>
      ['bytes', 'ms'].includes(name) && (value === null || (Number.isInteger(value) && value >= 0)),
  );
}

/** Replaces the description in one step. */
export function writeDescription(directory: string, description: TopicDescription): void {
  const file = path.join(directory, DESCRIPTION_FILE);
  fs.writeFileSync(`${file}.new`, JSON.stringify(description), { flush: true });
  fs.renameSync(`${file}.new`, file);
}
