import { schemaText, TOPICS_WITH_SCHEMA, valueSubject } from '../../../schemas/index.ts';
import { type Backoff, retryForever } from '../backoff.ts';
import { connectRegistry } from '../connections.ts';
import { codeOf } from '../errors.ts';
import type { RoleContext } from '../role.ts';
import type { SchemaRegistry } from './registry.ts';

/**
 * Registers the schemas of all topics, so that who writes with what the registry has finds them there before the first
 * event of ours. What is registered already keeps its id. Rejects with `REGISTRY_*` or `SCHEMA_REFUSED`, after all
 * others were tried.
 */
export async function registerSchemas(registry: SchemaRegistry): Promise<void> {
  const outcomes = await Promise.allSettled(
    TOPICS_WITH_SCHEMA.map((topic) => registry.register(valueSubject(topic), schemaText(topic))),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

const BACKOFF: Backoff = { minMs: 1_000, maxMs: 30_000 };

/**
 * Does so beside a role until it is done or the lifecycle ends: a role that needs no registry yet does not wait for it,
 * and one that is refused may be told so for ever. `tried` resolves after the first attempt, however it went.
 */
export async function startRegistration(
  { endpoints, lifecycle, log }: RoleContext,
  backoff = BACKOFF,
): Promise<{ tried: Promise<void> }> {
  const registry = connectRegistry(endpoints);
  const stopping = new AbortController();
  let told: string | undefined;
  return lifecycle.start(
    async () => {
      let firstTried: () => void = () => {};
      const tried = new Promise<void>((resolve) => {
        firstTried = resolve;
      });
      void retryForever(() => registerSchemas(registry).finally(firstTried), {
        backoff,
        signal: stopping.signal,
        onError: (error) => {
          const code = codeOf(error);
          if (code !== told)
            log.warn({ code, error: (error as Error).message }, 'schemas are not registered yet');
          told = code;
        },
      }).then(
        () => {
          if (told !== undefined) log.info('schemas are registered');
        },
        () => {}, // Aborted: nothing else ends it.
      );
      return { tried };
    },
    // A request on its way is not waited for: it may hang.
    async () => stopping.abort(),
  );
}
