import { type ICustomPartitioner, Partitioners } from 'kafkajs';

/** Constants of the hash. Source: `Utils.murmur2` of Kafka's Java client. */
const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** The 32-bit MurmurHash2 of a key, as Kafka's Java client has it. */
export function murmur2(key: Buffer): number {
  const { length } = key;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(key[i]! | (key[i + 1]! << 8) | (key[i + 2]! << 16) | (key[i + 3]! << 24), M);
    k = Math.imul(k ^ (k >>> R), M);
    hash = Math.imul(hash, M) ^ k;
  }
  if (whole < length) {
    let rest = key[whole]!;
    if (whole + 1 < length) rest |= key[whole + 1]! << 8;
    if (whole + 2 < length) rest |= key[whole + 2]! << 16;
    hash = Math.imul(hash ^ rest, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/**
 * Chooses partitions as the Java client and kafkajs's `DefaultPartitioner` do. That one hashes a key in 64-bit integers of
 * unbounded size, which takes ten times as long.
 */
export const createPartitioner: ICustomPartitioner = () => {
  const ofOthers = Partitioners.DefaultPartitioner();
  return (record) => {
    const { partitionMetadata, message } = record;
    const { key } = message;
    if (key === null || key === undefined || (message.partition ?? null) !== null) return ofOthers(record);
    const hash = murmur2(typeof key === 'string' ? Buffer.from(key) : key);
    return (hash & 0x7fff_ffff) % partitionMetadata.length;
  };
};
