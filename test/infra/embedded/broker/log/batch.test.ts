import { describe, expect, it } from 'vitest';
import {
  placeBatch,
  readBatchHeader,
  validateProducedBatch,
} from '../../../../../infra/embedded/broker/log/batch.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { encodeBatch, tamper } from '../support/batch.ts';

const MAX_BYTES = 10_000;
const batch = encodeBatch({ values: ['a', 'b', 'c'], timestampsMs: [1000, 3000, 2000] });

function codeOf(bytes: Buffer): number | undefined {
  try {
    validateProducedBatch(bytes, MAX_BYTES);
    return undefined;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

it('reads the header of a batch', () => {
  expect(validateProducedBatch(batch, MAX_BYTES)).toMatchObject({
    bytes: batch.length,
    compressed: false,
    lastOffset: 2,
    baseTimestampMs: 1000,
    maxTimestampMs: 3000,
    producerId: -1,
    recordCount: 3,
  });
});

it('gives a batch its place without touching what the CRC covers', () => {
  const placed = Buffer.from(batch);
  placeBatch(placed, 2 ** 33 + 5);
  expect(readBatchHeader(placed)).toMatchObject({ baseOffset: 2 ** 33 + 5, lastOffset: 2 ** 33 + 7 });
  expect(codeOf(placed)).toBeUndefined();
  expect(placed.readInt32BE(12)).toBe(0);
});

describe('a batch is refused', () => {
  it.each([
    ['when it is shorter than its header', batch.subarray(0, 60), errorCodes.corruptMessage],
    ['when it ends early', batch.subarray(0, -1), errorCodes.corruptMessage],
    ['when there are two', Buffer.concat([batch, batch]), errorCodes.invalidRecord],
    ['when it is too large', encodeBatch({ values: ['x'.repeat(MAX_BYTES)] }), errorCodes.messageTooLarge],
    ['when it has an old format', tamper(batch, 16, 1), errorCodes.unsupportedForMessageFormat],
    ['when a record was damaged', tamper(batch, batch.length - 3, 0x55), errorCodes.corruptMessage],
    ['when its length is negative', tamper(batch, 8, 0xff), errorCodes.corruptMessage],
    ['when it has no records', tamper(tamper(batch, 60, 0), 26, 0xff, true), errorCodes.invalidRecord],
    ['when count and last offset differ', tamper(batch, 60, 2, true), errorCodes.invalidRecord],
    [
      'when its compression is unknown',
      encodeBatch({ attributes: 5 }),
      errorCodes.unsupportedCompressionType,
    ],
    ['when it is of a transaction', encodeBatch({ attributes: 0x10 }), errorCodes.invalidRequest],
    ['when it is a control batch', encodeBatch({ attributes: 0x20 }), errorCodes.invalidRequest],
  ])('%s', (_when, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('whichever of its covered bytes changes', () => {
    for (let at = 17; at < batch.length; at++) {
      expect(codeOf(tamper(batch, at, batch[at]! ^ 1)), `byte ${at}`).toBe(errorCodes.corruptMessage);
    }
  });
});
