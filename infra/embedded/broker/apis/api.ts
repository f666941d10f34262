import type { Broker } from '../broker.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Reader } from '../protocol/reader.ts';
import type { Writer } from '../protocol/writer.ts';

/** Who asks, and in which version. */
export interface RequestContext {
  broker: Broker;
  version: number;
  clientId: string;
  clientHost: string;
  /** Aborts when the client is gone or the broker closes. */
  signal: AbortSignal;
  /** The APIs of this broker, for whoever asks what it can do. */
  apis: readonly ApiVersionRange[];
}

export interface ApiVersionRange {
  key: number;
  minVersion: number;
  maxVersion: number;
}

/** One request of the Kafka protocol: its versions, its layout and what it does. */
export interface Api<Request, Response> extends ApiVersionRange {
  name: string;
  decode(reader: Reader, version: number): Request;
  /** Undefined: the client expects no answer. A {@link ProtocolError} is answered by way of `refuse`. */
  handle(request: Request, context: RequestContext): Promise<Response | undefined> | Response | undefined;
  /** The answer that gives every part of the request the same error; undefined: the client expects none. */
  refuse(request: Request, errorCode: ErrorCode): Response | undefined;
  encode(writer: Writer, response: Response, version: number): void;
}

/** An API whose request and response are its own affair. */
export interface AnyApi extends ApiVersionRange {
  name: string;
  /** Reads the request; what it returns does the rest. Throws {@link MalformedRequest}. */
  read(reader: Reader, version: number): PreparedRequest;
}

/** Writes an answer. */
export type Encode = (writer: Writer) => void;

/** A request that was read. Both ways to go on give undefined if the client expects no answer. */
export interface PreparedRequest {
  request: unknown;
  handle(context: RequestContext): Promise<Encode | undefined>;
  refuse(errorCode: ErrorCode): Encode | undefined;
}

/** Hides the types of an API's request and response, so that all APIs fit one list. */
export function defineApi<Request, Response>(api: Api<Request, Response>): AnyApi {
  const { key, name, minVersion, maxVersion } = api;
  return {
    key,
    name,
    minVersion,
    maxVersion,
    read(reader, version) {
      const request = api.decode(reader, version);
      const encoding = (response: Response | undefined): Encode | undefined => {
        return response === undefined ? undefined : (writer) => api.encode(writer, response, version);
      };
      return {
        request,
        handle: async (context) => encoding(await api.handle(request, context)),
        refuse: (errorCode) => encoding(api.refuse(request, errorCode)),
      };
    },
  };
}
