import type { Reader } from './reader.ts';

/** The part of a request's header that every version of every API has. */
export interface RequestHeader {
  apiKey: number;
  apiVersion: number;
  correlationId: number;
}

/** Reads what comes before the client id, whose encoding depends on the version. */
export function readHeader(reader: Reader): RequestHeader {
  return { apiKey: reader.int16(), apiVersion: reader.int16(), correlationId: reader.int32() };
}
