import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { HttpProblem } from '../lib/http/problems.ts';

/** Most requests a minute; 0: any number. */
export interface RateLimits {
  /** Of one key, or of one subject of tokens. */
  perKey: number;
  /** Of one address, with or without a key; of IPv6 one network of 64 bits, which is what one customer is given. */
  perAddress: number;
}

/** Told of each request that was too many. */
export type OnLimited = (by: keyof typeof DETAILS) => void;

const WINDOW_MS = 60_000;
/** Callers that are counted at a time; beyond, who was away longest is forgotten. */
const MAX_CALLERS = 10_000;
/** Probes come from one address for all processes, and must not be refused where it is busy. */
const NOT_COUNTED = new Set(['/healthz', '/readyz']);
const DETAILS = { key: 'this key', address: 'this address' };

/** What of an app counting needs. */
type Counted = Pick<FastifyInstance, 'addHook' | 'register'>;

/**
 * Refuses what is too many with 429 `TOO_MANY_REQUESTS` and `Retry-After`. Each process counts for itself.
 *
 * @param guard sees to it who may come in: addresses are counted before it, so that who guesses keys is too, and keys
 *   behind it
 */
export async function limitRequests(
  app: Counted,
  { perKey, perAddress }: RateLimits,
  { guard, onLimited }: { guard: () => void; onLimited: OnLimited },
): Promise<void> {
  await app.register(rateLimit, { global: false });
  const { createRateLimit } = app as FastifyInstance;

  function count(by: keyof typeof DETAILS, max: number, keyOf?: (request: FastifyRequest) => string): void {
    if (max === 0) return;
    // Its types have no `cache`; without one it would keep half as many.
    const options = { max, timeWindow: WINDOW_MS, cache: MAX_CALLERS };
    const counted = createRateLimit(keyOf ? { ...options, keyGenerator: keyOf } : options);
    app.addHook('onRequest', async (request, reply) => {
      if (NOT_COUNTED.has(request.routeOptions.url ?? '')) return;
      if (by === 'key' && !request.principal) return;
      const state = await counted(request);
      if (state.isAllowed || !state.isExceeded) return;
      onLimited(by);
      reply.header('retry-after', Math.max(1, state.ttlInSeconds));
      throw new HttpProblem(429, 'TOO_MANY_REQUESTS', 'Too many requests', {
        detail: `${DETAILS[by]} may ask ${max.toLocaleString('en')} times a minute`,
      });
    });
  }

  count('address', perAddress);
  guard();
  count('key', perKey, ({ principal }) => principal!.name);
}

/** A counter of what was too many, one for all services of a process. */
export function limitedCounter(registry: Registry, service: string): OnLimited {
  const name = 'linewatch_http_limited_requests_total';
  const known = registry.getSingleMetric(name) as Counter<'service' | 'by'> | undefined;
  const counter =
    known ??
    new Counter({
      name,
      help: 'Requests refused with 429, by what had sent too many',
      labelNames: ['service', 'by'],
      registers: [registry],
    });
  return (by) => counter.inc({ service, by });
}
