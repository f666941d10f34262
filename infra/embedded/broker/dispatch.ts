import { setTimeout as delay } from 'node:timers/promises';
import type { AnyApi, Encode, PreparedRequest, RequestContext } from './apis/api.ts';
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
  const encode = await answer(header, reader, caller, broker, faults);
  if (!encode) return undefined;
  const writer = new Writer().int32(header.correlationId);
  encode(writer);
  return writer;
}

async function answer(
  header: RequestHeader,
  reader: Reader,
  caller: Caller,
  broker: Broker,
  faults: FaultHook | undefined,
): Promise<Encode | undefined> {
  const { apiKey, apiVersion: version } = header;
  const api = APIS_BY_KEY.get(apiKey);
  if (!api) throw new MalformedRequest(`no API has the key ${apiKey}`);
  if (version < api.minVersion || version > api.maxVersion) return refuseVersion(api, version);
  const clientId = reader.nullableString() ?? '';
  const prepared = api.read(reader, version);

  const fault = faults?.(apiKey, header, prepared.request);
  if (fault === 'close') throw new MalformedRequest('closed on purpose');
  if (fault && 'errorCode' in fault) return prepared.refuse(fault.errorCode);
  if (fault) await delay(fault.delayMs, undefined, { signal: caller.signal });
  return carryOut(api, prepared, { ...caller, broker, version, clientId, apis });
}

async function carryOut(
  api: AnyApi,
  prepared: PreparedRequest,
  context: RequestContext,
): Promise<Encode | undefined> {
  try {
    return await prepared.handle(context);
  } catch (error) {
    if (error instanceof ProtocolError) return prepared.refuse(error.code);
    context.broker.log.error({ err: error, api: api.name }, 'request failed');
    // Clients repeat what failed at the disk, and give up on what failed for no known reason.
    return prepared.refuse(
      isSystemError(error) ? errorCodes.kafkaStorageError : errorCodes.unknownServerError,
    );
  }
}

/** Clients begin with the newest ApiVersions they know, and ask again in a version from the answer. */
function refuseVersion(api: AnyApi, version: number): Encode {
  if (api !== apiVersions) throw new MalformedRequest(`${api.name} has no version ${version}`);
  return (writer) => encodeApiVersions(writer, { errorCode: errorCodes.unsupportedVersion, apis }, 0);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
