import { expect, it } from 'vitest';
import { readBatchHeader } from '../../../../../infra/embedded/broker/log/batch.ts';
import { Producers } from '../../../../../infra/embedded/broker/log/producers.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { Reader } from '../../../../../infra/embedded/broker/protocol/reader.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';
import { encodeBatch } from '../support/batch.ts';

function batchOf(baseSequence: number, count: number, producerEpoch = 0, producerId = 7) {
  const values = Array.from({ length: count }, () => 'x');
  return readBatchHeader(encodeBatch({ values, producerId, producerEpoch, baseSequence }));
}

function withBatches(...sizes: number[]): { producers: Producers; next: number } {
  const producers = new Producers();
  let next = 0;
  for (const size of sizes) {
    expect(producers.findDuplicate(batchOf(next, size))).toBeUndefined();
    producers.record(batchOf(next, size), 100 + next);
    next += size;
  }
  return { producers, next };
}

it('knows each of the last five batches by its sequence, and none before', () => {
  const { producers } = withBatches(1, 2, 3, 4, 5, 6);
  expect(producers.findDuplicate(batchOf(1, 2))).toBe(101);
  expect(producers.findDuplicate(batchOf(15, 6))).toBe(115);
  expect(() => producers.findDuplicate(batchOf(0, 1))).toThrow(
    expect.objectContaining({ code: errorCodes.outOfOrderSequenceNumber }),
  );
});

it('refuses a batch after a gap, and one that overlaps an earlier one', () => {
  const { producers, next } = withBatches(5);
  for (const baseSequence of [next + 1, next - 1]) {
    expect(() => producers.findDuplicate(batchOf(baseSequence, 2))).toThrow(
      expect.objectContaining({ code: errorCodes.outOfOrderSequenceNumber }),
    );
  }
});

it('fences older epochs, and lets newer ones begin at zero only', () => {
  const { producers, next } = withBatches(3);
  producers.record(batchOf(0, 1, 2), 200);
  expect(() => producers.findDuplicate(batchOf(next, 1, 1))).toThrow(
    expect.objectContaining({ code: errorCodes.invalidProducerEpoch }),
  );
  expect(() => producers.findDuplicate(batchOf(5, 1, 3))).toThrow(
    expect.objectContaining({ code: errorCodes.outOfOrderSequenceNumber }),
  );
  expect(producers.findDuplicate(batchOf(0, 1, 3))).toBeUndefined();
  expect(producers.findDuplicate(batchOf(0, 1, 2))).toBe(200);
});

it('goes on at zero after the largest sequence', () => {
  const producers = new Producers();
  producers.record(batchOf(2 ** 31 - 2, 2), 0);
  expect(producers.findDuplicate(batchOf(0, 1))).toBeUndefined();
  producers.record(batchOf(2 ** 31 - 2, 4), 0);
  expect(producers.findDuplicate(batchOf(2, 1))).toBeUndefined();
});

it('lets producers that are not idempotent, and unknown ones, begin anywhere', () => {
  const { producers } = withBatches(1);
  expect(producers.findDuplicate(batchOf(-1, 1, -1, -1))).toBeUndefined();
  expect(producers.findDuplicate(batchOf(1234, 1, 0, 8))).toBeUndefined();
});

it('forgets the producer that was silent for longest when there are too many', () => {
  const { producers } = withBatches(1);
  for (let id = 1000; id < 2000; id++) {
    producers.record(batchOf(0, 1, 0, id), id);
    if (id === 1500) producers.record(batchOf(1, 1), 1);
  }
  expect(producers.findDuplicate(batchOf(1, 1))).toBe(1);
  expect(producers.findDuplicate(batchOf(0, 1, 0, 1000))).toBeUndefined();
  expect(producers.findDuplicate(batchOf(0, 1, 0, 1001))).toBe(1001);
});

it('comes back from its bytes as it was', () => {
  const { producers } = withBatches(1, 2, 3);
  const writer = new Writer();
  producers.encode(writer);
  const copy = Producers.decode(new Reader(Buffer.concat(writer.finish())));
  expect(copy.findDuplicate(batchOf(1, 2))).toBe(101);
});
