import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { mayBeFromWebPage } from '../web-page.ts';
import { errors, RegistryError } from './errors.ts';
import { matchRoute } from './router.ts';
import { ROUTES } from './routes.ts';
import { openStore, type RegistryStore } from './store.ts';

export interface RegistryOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Owned by one process at a time. */
  dataDir: string;
  log?: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface EmbeddedRegistry {
  host: string;
  port: number;
  close(): Promise<void>;
}

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Serves Confluent's Schema Registry API over a file. See README.md for what is left out.
 *
 * @throws Node's errors of files and of `listen`, JournalCorruptError
 */
export async function startRegistry(options: RegistryOptions): Promise<EmbeddedRegistry> {
  const log = options.log ?? (() => {});
  const file = path.join(options.dataDir, 'registry.jsonl');
  const store = await openStore(file, (bytes) =>
    log('warn', `${file}: ${bytes} bytes of a line that was never acknowledged were cut off`),
  );
  const server = createServer((request, response) => {
    answer(request, store).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        if (!(error instanceof RegistryError)) log('error', `registry: ${request.method}: ${String(error)}`);
        const { status, code, message } = error instanceof RegistryError ? error : errors.internal();
        send(response, status, { error_code: code, message });
        // What is still to come of a body that was given up is read away, so that the answer can get through.
        request.resume();
      },
    );
  });
  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    await store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  log('info', `embedded Schema Registry on http://${options.host}:${port}, data in ${options.dataDir}`);
  return {
    host: options.host,
    port,
    async close() {
      server.close();
      server.closeAllConnections();
      await store.close();
    },
  };
}

async function answer(request: IncomingMessage, store: RegistryStore): Promise<unknown> {
  if (mayBeFromWebPage(request)) throw errors.fromWebPage();
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { route, path: variables } = matchRoute(ROUTES, request.method ?? 'GET', url.pathname);
  const body = parseBody(await readBody(request));
  return route({ path: variables, query: url.searchParams, body }, store);
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(errors.tooLarge(MAX_BODY_BYTES));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => reject(errors.badRequest('The client hung up within its request')));
  });
}

function parseBody(bytes: Buffer): Record<string, unknown> {
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(bytes.toString());
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Answered below, like any other JSON that is no object.
  }
  throw errors.badRequest('The body is not a JSON object');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': CONTENT_TYPE }).end(JSON.stringify(body));
}
