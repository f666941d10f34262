import type { GroupCoordinator } from './groups/coordinator.ts';
import type { OffsetStore } from './groups/offset-store.ts';
import type { Log } from './log.ts';
import type { Topics } from './topics/topics.ts';

/** The only broker of its cluster. */
export const NODE_ID = 0;
export const CLUSTER_ID = 'linewatch-embedded';

/** What the APIs work with. */
export interface Broker {
  host: string;
  port: number;
  topics: Topics;
  groups: GroupCoordinator;
  offsets: OffsetStore;
  limits: BrokerLimits;
  log: Log;
}

interface BrokerLimits {
  /** Of one request; a client that announces more is disconnected. */
  maxRequestBytes: number;
  /** Of one answer to Fetch, whatever the client asks for. */
  maxFetchBytes: number;
  maxBatchBytes: number;
  segmentBytes: number;
}
