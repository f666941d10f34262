import type { FaultHook } from './faults.ts';
import type { GroupLimits } from './groups/group.ts';
import type { FlushPolicy } from './log/flusher.ts';
import type { LogLimits, Retention } from './log/partition-log.ts';
import { type Log, silentLog } from './log.ts';
import type { KnownTopic } from './topics/topics.ts';

export interface BrokerOptions {
  /** Listened on, and named to clients. */
  host?: string;
  /** 0: any free one. */
  port?: number;
  /** Belongs to this broker alone; whoever starts it sees to that. */
  dataDir: string;
  /** Exist from the start. Others exist only if a client creates them. */
  topics: readonly KnownTopic[];
  /** Of each partition, unless the topic was created with its own. */
  retention?: Partial<Retention>;
  flush?: FlushPolicy;
  flushIntervalMs?: number;
  retentionCheckMs?: number;
  limits?: Partial<Limits>;
  groups?: Partial<GroupLimits>;
  log?: Log;
  now?: () => number;
  faults?: FaultHook;
}

interface Limits extends LogLimits {
  maxRequestBytes: number;
  maxFetchBytes: number;
  maxConnections: number;
}

const MIB = 1024 * 1024;

const DEFAULT_LIMITS: Limits = {
  maxRequestBytes: 64 * MIB,
  maxFetchBytes: 55 * MIB,
  maxConnections: 1_000,
  // Kafka's own default, so that what is too large there is found out here.
  maxBatchBytes: 1_048_588,
  segmentBytes: 64 * MIB,
  checkpointBytes: 8 * MIB,
  indexSpacingBytes: 4096,
};

const DEFAULT_GROUPS: GroupLimits = {
  initialRebalanceDelayMs: 100,
  // Kafka's default minimum is 6 s; tests of silent members should not have to wait as long.
  minSessionTimeoutMs: 1_000,
  maxSessionTimeoutMs: 1_800_000,
  maxMembers: 1_000,
};

const DEFAULT_RETENTION: Retention = { bytes: 1024 * MIB, ms: null };

/** The options with every default filled in. */
export function withDefaults(options: BrokerOptions) {
  return {
    host: '127.0.0.1',
    port: 0,
    flush: 'interval' as const,
    flushIntervalMs: 50,
    retentionCheckMs: 60_000,
    log: silentLog,
    now: Date.now,
    ...options,
    retention: { ...DEFAULT_RETENTION, ...options.retention },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    groups: { ...DEFAULT_GROUPS, ...options.groups },
  };
}
