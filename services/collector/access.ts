import type { AccessTable, RouteAccess } from '../access/table.ts';
import type { CollectorDeps } from './deps.ts';

const PRODUCERS: RouteAccess = { roles: ['producer'] };
/** A signature proves who sends; a vendor without a secret has to do it like anybody else. */
const SIGNED: RouteAccess = { roles: 'everyone' };

/** Who may use which route of the collector. */
export function collectorAccess(secrets: CollectorDeps['secrets']): AccessTable {
  const vendors = Object.entries(secrets).map(([vendor, secret]) => [
    `POST /v1/webhooks/${vendor}`,
    secret === undefined ? PRODUCERS : SIGNED,
  ]);
  return { 'POST /v1/events': PRODUCERS, ...Object.fromEntries(vendors) };
}
