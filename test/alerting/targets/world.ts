import { type Alert, idempotencyKey } from '../../../services/alerting/alert.ts';
import { createBook } from '../../../services/alerting/book.ts';
import { type Ahead, createAhead } from '../../../services/alerting/targets/ahead.ts';
import { createProgress } from '../../../services/alerting/targets/progress.ts';
import { type Target, targetKey } from '../../../services/alerting/targets/target.ts';
import { createTargets, type Targets } from '../../../services/alerting/targets/targets.ts';
import { createTargetWatch } from '../../../services/alerting/targets/watch.ts';
import type { TargetRule } from '../../../services/center/config/alerting/rules.ts';
import type { ClickHouse, Query } from '../../../services/lib/clickhouse/client.ts';
import { createInTurn } from '../../../services/lib/in-turn.ts';
import { createLog } from '../../../services/lib/log.ts';
import type { LiveDelta, ToldConversation } from '../../../services/live/feed.ts';
import { NOTHING_LATELY } from '../../../services/live/live-fact.ts';
import { createMirror } from '../../../services/live/mirror.ts';
import { createPicture, type Picture } from '../../../services/live/picture.ts';
import { targetOf } from '../support.ts';

/** What happens to a conversation: its target is due at another time, stands still, or is answered. Times are UTC ms. */
export interface Happening {
  conversation: string;
  /** Its own time, and when Kafka has it. */
  at: number;
  arrivesAt: number;
  what: { dueAt: number } | 'paused' | 'answered';
}

/** A target after some events; null: none runs, and none was missed. */
export type Standing = { dueAt: number; state: 'active' | 'breached' } | null;

export const SETTLE_MS = 50;
export const MAX_AGE_MS = 3_600_000;
const TOPIC = 'contact.tickets';
const PARTITION = `${TOPIC}/0`;

/** What the target of a conversation is after these events, whatever the order in which they came. */
export function standingOf(happenings: readonly Happening[]): Standing {
  let standing: Standing = null;
  for (const { at, what } of [...happenings].sort((a, b) => a.at - b.at)) {
    if (what === 'answered') {
      if (standing?.state === 'active')
        standing = at > standing.dueAt ? { ...standing, state: 'breached' } : null;
      break;
    }
    // What is missed is missed: nothing is left to pause.
    if (what === 'paused') standing = standing !== null && at > standing.dueAt ? standing : null;
    else standing = { dueAt: what.dueAt, state: 'active' };
  }
  return standing;
}

/**
 * Kafka with one partition, ingest, storage, the way of the news and alerting, with a clock that is set. Everything
 * asynchronous takes some turns of the event loop, as drawn.
 */
export function createWorld(log: readonly Happening[], rules: readonly TargetRule[], turns: () => number) {
  const names = [...new Set(log.map(({ conversation }) => conversation))];
  let now = 0;
  /** Offsets: up to where ingest has told and committed, and what of storage can be seen. */
  const ingest = { told: 0, toldAsOf: null as number | null };
  const storage = { facts: 0, watermark: 0, asOf: null as number | null };
  const underWay: LiveDelta[] = [];
  const past: LiveDelta[] = [];
  let picture: Picture | null = null;
  /** The table of transitions, which is also what is told. */
  const saved: (Alert & { ahead: boolean; savedAt: number })[] = [];

  const endAt = (time: number) => log.filter(({ arrivesAt }) => arrivesAt <= time).length;
  const end = () => endAt(now);
  const before = (offset: number, name: string) =>
    log.slice(0, offset).filter(({ conversation }) => conversation === name);
  const take = async (): Promise<void> => {
    for (let left = turns(); left > 0; left--) await Promise.resolve();
  };

  function targetsAt(offset: number): Target[] {
    return names.flatMap((name) => {
      const standing = standingOf(before(offset, name));
      return standing === null ? [] : [targetOf({ ...standing, conversationId: name })];
    });
  }

  function toldOf(name: string, offset: number): ToldConversation {
    const events = before(offset, name);
    const standing = standingOf(events);
    const { metric, queue, team, agent, priority, customerTier, policy, budgetMs } = targetOf();
    const of = { label: metric, queue, team, agent, priority, customerTier, policy };
    return {
      ...{ stream: 'tickets', conversationId: name, openedAt: 0, channel: 'email', version: events.length },
      ...{ partition: 0, offset: BigInt(log.lastIndexOf(events.at(-1)!)) },
      facts:
        standing?.state === 'active'
          ? [{ fact: 'sla_target', at: standing.dueAt, targetMs: budgetMs, seq: 0, businessMs: 0, ...of }]
          : [],
      lately: NOTHING_LATELY,
    };
  }

  const clickhouse = {
    async query({ sql, params }: Query) {
      await take();
      if (sql.includes('FROM watermarks')) {
        const partition = { topic: TOPIC, partition: 0, next: String(storage.watermark) };
        return [{ ...partition, asOf: storage.asOf ?? -1 }];
      }
      if (sql.includes('FROM events')) return [];
      const { from, until, missedSince } = params as { from: number; until?: number; missedSince?: number };
      const found = targetsAt(storage.facts).filter(
        ({ dueAt, state }) =>
          dueAt > from && (until === undefined ? state === 'active' || dueAt > missedSince! : dueAt <= until),
      );
      await take();
      return found.sort((a, b) => a.dueAt - b.dueAt);
    },
  } as unknown as ClickHouse;
  const ends = {
    async read() {
      await take();
      const high = end();
      await take();
      return new Map(high === 0 ? [] : [[PARTITION, BigInt(high)]]);
    },
  };

  /** A process of alerting that takes over what is saved; `dies` leaves it where it stands. */
  function startAlerting() {
    const own = { isDead: false };
    const book = createBook();
    const newest = new Map(saved.map((alert) => [alert.id, alert]));
    for (const alert of newest.values()) book.put(targetKey(alert), alert);
    const watch = createTargetWatch(book, { rules, calendarOf: () => null, maxAgeMs: MAX_AGE_MS });
    const inTurn = createInTurn();
    const never = new Promise<void>(() => {});
    const passOf = (isAhead: boolean) => (alerts: readonly Alert[]) =>
      alerts.length === 0
        ? Promise.resolve()
        : inTurn(async () => {
            await take();
            // Nothing may come between: a dead process saves nothing.
            if (own.isDead) await never;
            saved.push(...alerts.map((alert) => ({ ...alert, ahead: isAhead, savedAt: now })));
            await take();
          });
    const options = {
      ...{ rules, calendarOf: () => null, maxAgeMs: MAX_AGE_MS, settleMs: SETTLE_MS },
      ...{ confirmWithinMs: 10 * MAX_AGE_MS, surveyMs: 300, quietMs: 10_000, busyMs: 5, idleMs: 5 },
      ...{ closeMs: 5, calmMs: 5 },
    };
    const live = {
      mirror: () => (picture?.isWhole ? picture.mirror : null),
      status: () => (picture?.isWhole ? ('live' as const) : ('seeding' as const)),
      freshness: () => ({ asOf: picture?.coverage.asOf() ?? null, lagMs: null }),
      reaches: (offsets: ReadonlyMap<string, bigint>) => picture?.coverage.reaches(offsets) ?? false,
    };
    const clock = () => now;
    const ahead: Ahead = createAhead({ live, ends, watch, pass: passOf(true), now: clock }, options);
    const targets: Targets = createTargets(
      {
        ...{ clickhouse, book, watch, ahead, now: clock, pass: passOf(false) },
        store: { save: passOf(false), newest: async () => new Map() } as never,
        progress: createProgress({ clickhouse, ends, now: clock }),
        log: createLog({ level: 'silent' }),
      },
      options,
      now - MAX_AGE_MS,
    );
    return {
      ahead,
      targets,
      dies() {
        own.isDead = true;
      },
    };
  }

  return {
    saved,
    startAlerting,
    now: () => now,
    passes(ms: number) {
      now += ms;
    },
    /** Ingest measures records and tells of them; `asOf` only where nothing is left to read. */
    tells(records: number) {
      const from = ingest.told;
      const until = Math.min(end(), from + records);
      const changed = [...new Set(log.slice(from, until).map(({ conversation }) => conversation))];
      const asOf = until === end() ? now : null;
      underWay.push({
        conversations: changed.map((name) => toldOf(name, until)),
        agents: [],
        positions: [
          {
            ...{ topic: TOPIC, partition: 0, from: BigInt(from), until: BigInt(until), asOf },
            stored: BigInt(storage.watermark),
          },
        ],
      });
      ingest.told = until;
      ingest.toldAsOf = asOf ?? ingest.toldAsOf;
    },
    /** What was told is stored: facts that can be seen, and then how far it is. */
    stores(isDone: boolean) {
      storage.facts = Math.max(storage.facts, ingest.told);
      if (!isDone) return;
      storage.watermark = ingest.told;
      storage.asOf = ingest.toldAsOf ?? storage.asOf;
    },
    /** Another process of ingest begins where the one before had committed. */
    ingestDies() {
      ingest.told = storage.watermark;
      ingest.toldAsOf = null;
    },
    /** The next piece of news, if it is not lost; an old one comes again. */
    hears(isLost: boolean, again: number) {
      const delta = underWay.shift();
      const old = past[again % Math.max(1, past.length)];
      if (delta !== undefined) past.push(delta);
      for (const one of [isLost ? undefined : delta, old]) if (one !== undefined) picture?.play(one, now);
    },
    /** The mirror is lost, or was never there; or it lacks something. */
    get isBroken() {
      return picture === null || picture.coverage.hasGap;
    },
    loses() {
      picture = null;
    },
    seeds() {
      const stored = new Map([[PARTITION, BigInt(storage.watermark)]]);
      const mirror = createMirror();
      for (const name of names) {
        const told = before(storage.facts, name).length > 0 ? toldOf(name, storage.facts) : null;
        // Of what is seeded only the version of its newest open fact is known.
        if (told !== null && told.facts.length > 0) mirror.fill(told, now);
      }
      picture = createPicture(stored, mirror);
      picture.coverage.stored(stored, new Map());
    },
    standing: (name: string) => standingOf(before(log.length, name)),
    /** What it was after each record that Kafka got between two times, and before the first of them. */
    standingsBetween(name: string, from: number, until: number): Standing[] {
      const [first, last] = [endAt(from), endAt(until)];
      return Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) =>
        standingOf(before(first + i, name)),
      );
    },
    keys: () => saved.map(idempotencyKey),
  };
}
