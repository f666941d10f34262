import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { decodedBody } from './body.ts';
import { exception } from './errors.ts';
import type { Scope } from './scope.ts';
import { refuseSetting } from './sql/refusals.ts';

/** A request to run a statement. */
export interface QueryRequest {
  queryId: string | undefined;
  scope: Scope;
  /** The format of a result whose statement names none. */
  defaultFormat: string;
  /** The protocol's revision that a client of the Native format wants; 0 for none. */
  nativeRevision: number;
  /** Codings that the client takes and has switched on with enable_http_compression. */
  acceptEncoding: string;
  /** The statement, and behind it the data of an INSERT; ClickHouse joins what URL and body hold. */
  input: AsyncIterable<Buffer>;
}

/** URL parameters that are not settings. Those without effect here are listed in the README. */
const NOT_SETTINGS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'quota_key',
  'role',
  'enable_http_compression',
  'buffer_size',
  'wait_end_of_query',
  'stacktrace',
  'close_session',
  'session_timeout',
  'session_check',
  'client_protocol_version',
  // Names the session for cancelling, see engine.ts.
  'log_comment',
]);
const UNSUPPORTED = new Set(['session_id', 'compress', 'decompress']);
const PARAM = 'param_';

/**
 * Reads what a request asks for; its body is left to be read from `input`.
 *
 * @throws ClickHouseException
 */
export async function readQueryRequest(
  request: IncomingMessage,
  maxBodyBytes: number,
): Promise<QueryRequest> {
  const url = new URLSearchParams(new URL(request.url ?? '/', 'http://localhost').search);
  const body = decodedBody(request, maxBodyBytes);
  const isForm = request.headers['content-type']?.startsWith('multipart/form-data') ?? false;
  const form = isForm ? await formFields(request.headers['content-type']!, body) : undefined;
  const params = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of [...url, ...(form ?? [])]) {
    if (UNSUPPORTED.has(name) && value !== '0' && value !== '') {
      throw exception('NOT_IMPLEMENTED', `The embedded engine does not support '${name}'`);
    }
    if (name.startsWith(PARAM)) params.set(name.slice(PARAM.length), value);
    else if (!NOT_SETTINGS.has(name) && !UNSUPPORTED.has(name)) {
      refuseSetting(name);
      settings.set(name, value);
    }
  }
  // As in ClickHouse: GET may change settings, but no data.
  if (request.method !== 'POST' && (settings.get('readonly') ?? '0') === '0') settings.set('readonly', '2');
  const header = (name: string) => request.headers[`x-clickhouse-${name}`]?.toString();
  const query = [url.get('query'), form?.get('query')].filter((part) => part).join('\n');
  const defaultFormat = url.get('default_format') || header('format') || 'TabSeparated';
  if (!/^\w+$/.test(defaultFormat)) throw exception('UNKNOWN_FORMAT', `Unknown format '${defaultFormat}'`);
  const queryId = url.get('query_id') ?? undefined;
  // It is sent back in a header.
  if (queryId !== undefined && !/^[\x20-\x7e]*$/.test(queryId)) {
    throw exception('BAD_ARGUMENTS', 'query_id may hold printable ASCII characters only');
  }
  const compresses = ['1', 'true'].includes(url.get('enable_http_compression') ?? '0');
  return {
    queryId,
    scope: { database: url.get('database') || header('database') || 'default', settings, params },
    defaultFormat,
    nativeRevision: Number(url.get('client_protocol_version')) || 0,
    acceptEncoding: compresses ? (request.headers['accept-encoding']?.toString() ?? '') : '',
    input: joined(query, form ? undefined : body),
  };
}

async function formFields(contentType: string, body: Readable): Promise<Map<string, string>> {
  const bytes = await buffer(body);
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    }).formData();
    return new Map([...form].map(([name, value]) => [name, String(value)]));
  } catch {
    throw exception('BAD_ARGUMENTS', 'The multipart/form-data body cannot be read');
  }
}

async function* joined(query: string, body: Readable | undefined): AsyncGenerator<Buffer> {
  if (query !== '') yield Buffer.from(`${query}\n`);
  if (body) yield* body;
}
