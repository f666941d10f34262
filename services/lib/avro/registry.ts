import { LinewatchError } from '../errors.ts';

/**
 * Port: a Confluent-compatible Schema Registry.
 * Both reject with a retriable `REGISTRY_UNAVAILABLE` while it is away.
 */
export interface SchemaRegistry {
  /** Registers a schema (or finds it) and gives its id. Rejects with `SCHEMA_REFUSED` when incompatible. */
  register(subject: string, schema: string): Promise<number>;
  /** The schema text of an id, or null when the registry says that there is none. */
  schemaById(id: number): Promise<string | null>;
}

/** The registry's own code, apart from 404s of what stands before it. */
const SCHEMA_NOT_FOUND = 40403;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

/** A client of the registry's REST API. `timeoutMs` bounds each request. */
export function createRegistryClient(options: { url: string; timeoutMs: number }): SchemaRegistry {
  const base = options.url.replace(/\/$/, '');

  async function call(path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(options.timeoutMs);
    try {
      const response = await fetch(base + path, {
        ...init,
        signal,
        headers: { 'content-type': CONTENT_TYPE },
      });
      if (response.status >= 500) throw new Error(`status ${response.status}`);
      return response;
    } catch (cause) {
      throw new LinewatchError('REGISTRY_UNAVAILABLE', 'the schema registry does not answer', {
        cause,
        retriable: true,
      });
    }
  }

  return {
    async register(subject, schema) {
      const path = `/subjects/${encodeURIComponent(subject)}/versions`;
      const response = await call(path, { method: 'POST', body: JSON.stringify({ schema }) });
      const body = (await response.json().catch(() => null)) as { id?: number; message?: string } | null;
      if (response.ok && typeof body?.id === 'number') return body.id;
      if (typeof body?.message !== 'string') throw strangersAnswer(response);
      throw new LinewatchError(
        'SCHEMA_REFUSED',
        `the registry refuses the schema of ${subject}: ${body.message}`,
      );
    },
    async schemaById(id) {
      const response = await call(`/schemas/ids/${id}`, { method: 'GET' });
      const body = (await response.json().catch(() => null)) as {
        schema?: string;
        error_code?: number;
      } | null;
      if (response.ok && typeof body?.schema === 'string') return body.schema;
      if (response.status === 404 && body?.error_code === SCHEMA_NOT_FOUND) return null;
      throw strangersAnswer(response);
    },
  };
}

/** Of what stands before the registry, perhaps: only itself may say that a schema is refused or does not exist. */
function strangersAnswer({ status }: Response): LinewatchError {
  return new LinewatchError('REGISTRY_REFUSED', `the schema registry answers with status ${status}`, {
    retriable: true,
  });
}
