import type { Registry } from 'prom-client';
import type { Authenticate } from '../access/authenticate.ts';
import type { RateLimits } from '../access/limits.ts';
import type { Audit } from '../audit/audit.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { Intake } from '../lib/kafka/intake.ts';
import type { Log } from '../lib/log.ts';
import type { LiveState } from '../live/live-state.ts';
import type { AgentHash } from '../privacy/agent-hash.ts';
import type { KnownHours } from '../rollups/known-hours.ts';
import type { Keep } from './keep.ts';
import type { Sharing } from './sharing.ts';

/** What the routes work with. */
export interface QueryDeps {
  clickhouse: ClickHouse;
  /** How long it may take to answer, ms. Not given: as long as it likes. */
  clickhouseTimeoutMs?: number | undefined;
  center: () => ContactCenter;
  /** What ids of agents are hashed with, where they are: requests may name them as they are. */
  agents?: AgentHash | null | undefined;
  metrics: Registry;
  /** What `/readyz` asks. */
  checks: Readonly<Record<string, ReadinessCheck>>;
  /** Not given: everybody may come in. */
  authenticate?: Authenticate | undefined;
  /** Not given: nothing is noted. */
  audit?: Audit | undefined;
  /** Not given: as often as they like. */
  limits?: RateLimits | undefined;
  trustedProxies?: readonly string[] | undefined;
  /** What is open, in memory. Not given: it is asked of ClickHouse. */
  live?: LiveState | undefined;
  /** Takes reviews; not given, none can be given here. */
  intake?: Intake | undefined;
  log: Log;
  now: () => number;
}

/** The same for the routes of one app, which share what several ask for at once. */
export interface RouteDeps extends QueryDeps {
  share: Sharing;
  /** What may be a second old. */
  keep: Keep;
  /** Which hours are rolled up. */
  hours: KnownHours;
}
