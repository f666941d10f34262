import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { expect, it } from 'vitest';
import { createPartitioner, murmur2 } from '../../../services/lib/kafka/partitioner.ts';

const metadata = (partitions: number) =>
  Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [0],
    isr: [0],
  }));
const choices = (of: typeof createPartitioner) => {
  const choose = of();
  return (key: Buffer | string | null, partitions: number, partition?: number) =>
    choose({
      topic: 't',
      partitionMetadata: metadata(partitions),
      message: { key, value: null, ...(partition === undefined ? {} : { partition }) },
    });
};

it('has the hash of the Java client', () => {
  // Kafka's own test, UtilsTest.testMurmur2.
  const known: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ];
  for (const [key, hash] of known) expect(murmur2(Buffer.from(key))).toBe(hash);
});

it('puts every key where kafkajs puts it', () => {
  const [ours, theirs] = [createPartitioner, Partitioners.DefaultPartitioner].map(choices) as [
    ReturnType<typeof choices>,
    ReturnType<typeof choices>,
  ];
  const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some));
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(bytes, text), fc.integer({ min: 1, max: 50 }), (key, partitions) => {
      expect(ours(key, partitions)).toBe(theirs(key, partitions));
    }),
  );
});

it('keeps a partition that a record names, and spreads what has no key', () => {
  const choose = choices(createPartitioner);
  expect(choose('some key', 6, 0)).toBe(0);
  expect(choose('some key', 6, 5)).toBe(5);
  const spread = new Set(Array.from({ length: 6 }, () => choose(null, 6)));
  expect(spread.size).toBe(6);
});
