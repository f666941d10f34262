import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import { partitionKey } from '../lib/event-stream.ts';
import type { Log } from '../lib/log.ts';
import type { Freshness } from '../metrics/freshness.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import { findWrong, mend } from './check.ts';
import type { Offsets } from './coverage.ts';
import type { LiveDelta, LiveSource } from './feed.ts';
import type { LiveMetrics } from './metrics.ts';
import type { Mirror } from './mirror.ts';
import type { Picture } from './picture.ts';
import { seedPicture } from './seed-picture.ts';

/**
 * `live`: what ingest has found is shown at once. `behind`: the same, and ingest is behind. `seeding`: what is open is not
 * known yet, or something is missing that storage will have soon. `cut_off`: nothing is heard of ingest.
 */
export type LiveStatus = 'live' | 'behind' | 'seeding' | 'cut_off';

/** What is open now, kept from a feed. */
export interface LiveState {
  /** Null while storage knows better: while it is not whole, and while nothing is heard. */
  mirror(): Mirror | null;
  status(): LiveStatus;
  freshness(): Freshness;
  /** Whether the mirror has all that the records before these offsets changed. */
  reaches(offsets: Offsets): boolean;
  close(): void;
}

export interface LiveOptions {
  /** How long a conversation that ended is remembered: nothing older may come of it later than this. */
  rememberedMs: number;
  /** How long news that are missing may come late, from another process of ingest. */
  graceMs: number;
  /** Ingest says something once a second, but while it stores a large unit. */
  silentMs: number;
  /** Figures older than this are said to be behind. */
  behindMs: number;
  /**
   * Some ingest of a version before tells nothing of what ended lately; once none has for so long, it is read from storage.
   */
  untoldMs: number;
  checkMs: number;
  /** Between the two looks of a check: longer than anything waits between the feed and storage. */
  lookAgainMs: number;
  tickMs: number;
  /** Most that waits while storage is read: conversations and states of agents. */
  maxBacklog: number;
}

export const DEFAULT_LIVE: LiveOptions = {
  rememberedMs: 10 * 60_000,
  graceMs: 1_000,
  silentMs: 15_000,
  behindMs: 10_000,
  untoldMs: 60_000,
  checkMs: 5 * 60_000,
  lookAgainMs: 30_000,
  tickMs: 250,
  maxBacklog: 500_000,
};

interface Deps {
  clickhouse: ClickHouse;
  source: LiveSource;
  metrics: LiveMetrics;
  log: Log;
  now: () => number;
}

/**
 * Listens first and reads what is stored then. Where news are missing all is read again, into another mirror: of what is
 * known nobody could tell how old it is.
 */
export function keepLiveState(deps: Deps, options: LiveOptions = DEFAULT_LIVE): LiveState {
  const { clickhouse, source, metrics, log, now } = deps;
  const over = new AbortController();
  const beganAt = now();
  /** By `partitionKey`, how far ingest said that it has stored. */
  const stored = new Map<string, bigint>();
  let picture: Picture | null = null;
  let backlog: Backlog | null = null;
  let heardAt: number | null = null;
  /** Since when something is missing. */
  let gapSince: number | null = null;

  const unsubscribe = source.subscribe((delta) => {
    heardAt = now();
    noteStored(delta);
    backlog?.add(delta);
    picture?.play(delta, heardAt);
  });

  function noteStored({ positions }: LiveDelta): void {
    // The newest word holds, even if it is less: the topic may have been made anew.
    for (const position of positions) stored.set(partitionKey(position), position.stored);
  }

  async function seed(): Promise<void> {
    const needed = picture?.coverage.beyondGaps() ?? new Map();
    picture = null;
    gapSince = null;
    tellState();
    const meanwhile = createBacklog(options.maxBacklog);
    backlog = meanwhile;
    const seeded = await seedPicture(
      { clickhouse, log, now },
      meanwhile,
      { told: stored, needed },
      over.signal,
    );
    // From here to the end nothing else can run: no piece of news falls between the two.
    for (const delta of meanwhile.take()) seeded.play(delta, now());
    picture = seeded;
    backlog = null;
    metrics.seeded();
  }

  /** Whether something is missing that has not come in time. */
  function isBroken({ coverage }: Picture): boolean {
    gapSince = coverage.hasGap ? (gapSince ?? now()) : null;
    return gapSince !== null && now() - gapSince > options.graceMs;
  }

  /** Whether something was not told of what ended lately that would be told now. */
  function isUntold({ mirror }: Picture): boolean {
    const { untoldAt } = mirror.lately;
    return untoldAt !== null && now() - untoldAt > options.untoldMs;
  }

  async function keep(): Promise<void> {
    let tidiedAt = now();
    while (!over.signal.aborted) {
      if (picture === null || isBroken(picture) || isUntold(picture)) await seed();
      if (now() - tidiedAt > options.rememberedMs / 20) {
        picture?.mirror.expire(now());
        picture?.mirror.forget(now() - options.rememberedMs);
        tidiedAt = now();
      }
      tellState();
      await sleep(options.tickMs, undefined, { signal: over.signal, ref: false });
    }
  }

  function tellState(): void {
    const mirror = shown();
    metrics.state({
      isShown: mirror !== null,
      hasLately: mirror?.lately.isWhole(now()) ?? false,
      lagMs: freshness().lagMs,
      open: picture?.mirror.open ?? 0,
      lately: picture?.mirror.lately.rows.size ?? 0,
    });
  }

  /** Compares the mirror with what is stored; what differs for good is an error of ours, is told, and is mended. */
  async function check(): Promise<void> {
    const checked = shown();
    if (checked === null) return;
    const wrong = await findWrong({ clickhouse, now }, checked, () =>
      sleep(options.lookAgainMs, undefined, { signal: over.signal, ref: false }),
    );
    if (wrong.length === 0 || checked !== shown()) return;
    mend(checked, wrong, now());
    const faults = wrong.filter(({ isRenamed }) => !isRenamed);
    if (faults.length === 0) return;
    metrics.differed(faults.length);
    log.error(
      { conversations: faults.length, first: faults.slice(0, 3).map(({ key }) => key) },
      'the live state differed from what is stored',
    );
  }

  async function keepChecking(): Promise<void> {
    while (!over.signal.aborted) {
      await sleep(options.checkMs, undefined, { signal: over.signal, ref: false });
      await check().catch((error) => {
        if (!over.signal.aborted) log.warn({ code: codeOf(error) }, 'the live state could not be compared');
      });
    }
  }

  function status(): LiveStatus {
    if (now() - (heardAt ?? beganAt) > options.silentMs) return 'cut_off';
    if (picture === null || heardAt === null || !picture.isWhole) return 'seeding';
    const { lagMs } = freshness();
    return lagMs === null || lagMs > options.behindMs ? 'behind' : 'live';
  }

  function shown(): Mirror | null {
    const is = status();
    return is === 'live' || is === 'behind' ? picture!.mirror : null;
  }

  function freshness(): Freshness {
    const asOf = picture?.coverage.asOf() ?? null;
    return { asOf, lagMs: asOf === null ? null : Math.max(0, now() - asOf) };
  }

  for (const work of [keep, keepChecking]) {
    work().catch((error) => {
      if (!over.signal.aborted)
        log.error({ error: (error as Error).message }, 'the live state is not kept any more');
    });
  }

  return {
    mirror: shown,
    status,
    freshness,
    reaches: (offsets) => shown() !== null && picture!.coverage.reaches(offsets),
    close() {
      over.abort();
      unsubscribe();
    },
  };
}
