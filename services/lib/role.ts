import type { Environment } from './config/environment.ts';
import type { Endpoints } from './connections.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Log } from './log.ts';

/** What every role is started with: alone, or together with the others by `start`. */
export interface RoleContext {
  environment: Environment;
  endpoints: Endpoints;
  lifecycle: Lifecycle;
  log: Log;
}

/** What a command needs that asks servers and ends. */
export type ServerContext = Pick<RoleContext, 'environment' | 'endpoints'>;
