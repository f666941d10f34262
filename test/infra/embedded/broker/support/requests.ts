import type { Reader } from '../../../../../infra/embedded/broker/protocol/reader.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';
import type { Wire } from './wire.ts';

export const PRODUCE = 0;
export const FETCH = 1;
export const METADATA = 3;
export const API_VERSIONS = 18;

export interface ProduceOptions {
  topic?: string;
  acks?: number;
  transactionalId?: string;
}

export function produceBody(batch: Buffer, options: ProduceOptions = {}): Writer {
  const { topic = 't', acks = -1, transactionalId = null } = options;
  const body = new Writer().nullableString(transactionalId).int16(acks).int32(1_000);
  return body.array([topic], (name) =>
    body.string(name).array([0], (index) => body.int32(index).bytes(batch)),
  );
}

/** Produces to partition 0; gives the error and the offset. */
export async function produce(wire: Wire, batch: Buffer, options?: ProduceOptions) {
  const answer = await wire.exchange(PRODUCE, 7, produceBody(batch, options));
  const read = (reader: Reader) => {
    reader.int32();
    const result = { errorCode: reader.int16(), baseOffset: reader.int64() };
    reader.int64();
    reader.int64();
    return result;
  };
  return answer.array((topics) => {
    topics.string();
    return topics.array(read)[0]!;
  })[0]!;
}

export interface FetchOptions {
  topic?: string;
  offset?: number;
  maxWaitMs?: number;
  minBytes?: number;
  maxBytes?: number;
}

export function fetchBody(options: FetchOptions = {}): Writer {
  const { topic = 't', offset = 0, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20 } = options;
  const body = new Writer().int32(-1).int32(maxWaitMs).int32(minBytes).int32(maxBytes).int8(0);
  const partition = () => body.int32(0).int64(offset).int32(maxBytes);
  return body.array([topic], (name) => body.string(name).array([0], partition));
}

/** Reads the answer to a fetch of one partition, in version 4. */
function readFetched(answer: Reader) {
  answer.int32();
  return answer.array(() => {
    answer.string();
    return answer.array(() => {
      answer.int32();
      const errorCode = answer.int16();
      const endOffset = answer.int64();
      answer.int64();
      answer.int32();
      return { errorCode, endOffset, records: answer.bytes() };
    })[0]!;
  })[0]!;
}

/** Fetches from partition 0. */
export async function fetch(wire: Wire, options?: FetchOptions) {
  return readFetched(await wire.exchange(FETCH, 4, fetchBody(options)));
}
