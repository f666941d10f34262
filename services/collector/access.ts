import type { AccessTable, RouteAccess } from '../access/table.ts';
import type { CollectorDeps } from './deps.ts';

const PRODUCERS: RouteAccess = { roles: ['producer'] };
/** A signature or a key of its own proves who sends; who has none has to do it like anybody else. */
const SIGNED: RouteAccess = { roles: 'everyone' };

/** Who may use which route of the collector. */
export function collectorAccess({
  secrets,
  sources,
}: Pick<CollectorDeps, 'secrets' | 'sources'>): AccessTable {
  const of = (secret: string | undefined) => (secret === undefined ? PRODUCERS : SIGNED);
  const vendors = Object.entries(secrets).map(([vendor, secret]) => [
    `POST /v1/webhooks/${vendor}`,
    of(secret),
  ]);
  const systems = sources.routes.map(({ system }) => [
    `POST /v1/sources/${system}`,
    of(sources.secrets[system]),
  ]);
  return { 'POST /v1/events': PRODUCERS, ...Object.fromEntries([...vendors, ...systems]) };
}
