import { setTimeout as delay } from 'node:timers/promises';
import type { AnyApi, PreparedRequest, RequestContext } from './apis/api.ts';
import { apiVersions, encodeApiVersions } from './apis/api-versions.ts';
import { apis } from './apis/index.ts';
import type { Broker } from './broker.ts';
import type { FaultHook } from './faults.ts';
import { errorCodes, MalformedRequest, ProtocolError } from './protocol/errors.ts';
import { type RequestHeader, readHeader } from './protocol/header.ts';
import { Reader } from './protocol/reader.ts';
import { Writer } from './protocol/writer.ts';

const APIS_BY_KEY = new Map(apis.map((api) => [api.key, api]));

export interface Caller {
  clientHost: string;
  signal: AbortSignal;
}

/**
 * Carries out one request.
 * Resolves to the answer without its length, or to undefined if the client expects none.
 * Throws a {@link MalformedRequest} if the connection has to be closed.
 */
export async function dispatch(
  frame: Buffer,
  caller: Caller,
  broker: Broker,
  faults: FaultHook | undefined,
): Promise<Writer | undefined> {
  const reader = new Reader(frame);
  const header = readHeader(reader);
  const writer = new Writer().int32(header.correlationId);
  const api = APIS_BY_KEY.get(header.apiKey);
  if (!api) throw new MalformedRequest(`no API has the key ${header.apiKey}`);
  if (header.apiVersion < api.minVersion || header.apiVersion > api.maxVersion) {
    return refuseVersion(api, header, writer);
  }
  const clientId = reader.nullableString() ?? '';
  const prepared = api.read(reader, header.apiVersion);
  const context: RequestContext = { ...caller, broker, version: header.apiVersion, clientId, apis };

  const fault = faults?.(header.apiKey, header, prepared.request);
  if (fault === 'close') throw new MalformedRequest('closed on purpose');
  if (fault && 'delayMs' in fault) await delay(fault.delayMs, undefined, { signal: caller.signal });
  const answered =
    fault && 'errorCode' in fault
      ? prepared.refuse(writer, fault.errorCode)
      : await carryOut(api, prepared, writer, context);
  return answered ? writer : undefined;
}

async function carryOut(
  api: AnyApi,
  prepared: PreparedRequest,
  writer: Writer,
  context: RequestContext,
): Promise<boolean> {
  try {
    return await prepared.handle(writer, context);
  } catch (error) {
    if (error instanceof ProtocolError) return prepared.refuse(writer, error.code);
    context.broker.log.error({ err: error, api: api.name }, 'request failed');
    return prepared.refuse(writer, errorCodes.unknownServerError);
  }
}

/** Clients begin with the newest ApiVersions they know, and ask again in a version from the answer. */
function refuseVersion(api: AnyApi, header: RequestHeader, writer: Writer): Writer {
  if (api !== apiVersions) {
    throw new MalformedRequest(`${api.name} has no version ${header.apiVersion}`);
  }
  encodeApiVersions(writer, { errorCode: errorCodes.unsupportedVersion, apis }, 0);
  return writer;
}
