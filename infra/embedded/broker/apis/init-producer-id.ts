import { randomInt } from 'node:crypto';
import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface InitProducerIdResponse {
  errorCode: ErrorCode;
  producerId: number;
  producerEpoch: number;
}

/** Random ids need no file that survives a crash, and 48 bits are too many to meet an id twice. */
const PRODUCER_IDS = 2 ** 48 - 1;

export const initProducerId = defineApi<{ transactionalId: string | null }, InitProducerIdResponse>({
  key: 22,
  name: 'InitProducerId',
  minVersion: 0,
  maxVersion: 1,

  decode(reader) {
    const transactionalId = reader.nullableString();
    reader.int32(); // Transaction timeout.
    return { transactionalId };
  },

  handle({ transactionalId }) {
    if (transactionalId !== null) {
      throw new ProtocolError(
        errorCodes.transactionalIdAuthorizationFailed,
        'transactions are not supported',
      );
    }
    return { errorCode: errorCodes.none, producerId: randomInt(PRODUCER_IDS), producerEpoch: 0 };
  },

  refuse: (_request, errorCode) => ({ errorCode, producerId: -1, producerEpoch: -1 }),

  encode(writer, { errorCode, producerId, producerEpoch }) {
    writer.int32(0).int16(errorCode).int64(producerId).int16(producerEpoch);
  },
});
