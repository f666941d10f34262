import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Environment } from '../lib/config/environment.ts';
import { keepToThisMachine } from '../lib/http/this-machine.ts';
import type { Authenticate } from './authenticate.ts';
import { guard } from './guard.ts';
import { limitedCounter, limitRequests, type RateLimits } from './limits.ts';
import type { AccessTable } from './table.ts';

export interface DoorOptions {
  /** Of the service, for its figures. */
  service: string;
  /** Not given: this machine's own programs and pages may come in, and no others. */
  authenticate: Authenticate | undefined;
  table: AccessTable;
  /** Not given: nobody is counted. */
  limits?: RateLimits | undefined;
  metrics: Registry;
}

/** Who may come in and how often, as `createHttpApp` takes it. */
export function doorOf({ service, authenticate, table, limits, metrics }: DoorOptions) {
  return async (app: FastifyInstance): Promise<void> => {
    const guardIt = () => {
      if (authenticate === undefined) keepToThisMachine(app);
      else guard(app, { authenticate, table });
    };
    if (limits === undefined) guardIt();
    else await limitRequests(app, limits, { guard: guardIt, onLimited: limitedCounter(metrics, service) });
  };
}

/**
 * What a page of many panels, a Grafana whose people share one key, and a whole floor behind one address do not come
 * near; docs/access.md has the reckoning.
 */
const QUERY: RateLimits = { perKey: 12_000, perAddress: 60_000 };
/** A thousand requests a second, and as many again from others at the same address. */
const COLLECTOR: RateLimits = { perKey: 60_000, perAddress: 120_000 };

/** The limits of the query service. Without keys everybody is at the same address: there are only those that are set. */
export function queryLimits(environment: Environment): RateLimits {
  const { QUERY_RATE_PER_KEY: perKey, QUERY_RATE_PER_ADDRESS: perAddress } = environment;
  return limitsOf(environment, { perKey, perAddress }, QUERY);
}

/** The limits of the collector, in the same way. */
export function collectorLimits(environment: Environment): RateLimits {
  const { COLLECTOR_RATE_PER_KEY: perKey, COLLECTOR_RATE_PER_ADDRESS: perAddress } = environment;
  return limitsOf(environment, { perKey, perAddress }, COLLECTOR);
}

function limitsOf(
  { ACCESS_CONFIG }: Environment,
  { perKey, perAddress }: { [name in keyof RateLimits]: number | undefined },
  usual: RateLimits,
): RateLimits {
  const otherwise = ACCESS_CONFIG === undefined ? { perKey: 0, perAddress: 0 } : usual;
  return { perKey: perKey ?? otherwise.perKey, perAddress: perAddress ?? otherwise.perAddress };
}
