import { conversationIdOf, trackingKey } from '../domain/timeline/conversation-key.ts';
import { HANDLED_MS } from '../metrics/live/queues.ts';
import { createAgents, type LiveAgents } from './agents.ts';
import { atLeast, createPlaces } from './columns.ts';
import { createLatelyRows, type LatelyRows, MAX_LATELY } from './lately-rows.ts';
import { type LiveAgentState, type LiveConversation, NOTHING_LATELY } from './live-fact.ts';
import { createRows, type LiveRows, NO_ROW } from './rows.ts';

/**
 * What is open in the whole center, in memory: a pure function of the events, so that whoever has seen the same ones has
 * the same mirror. A conversation is taken as a whole, and only if it is newer than what is known of it: what comes
 * twice, late, from a consumer that lost its partitions, or in another order changes nothing.
 */
export interface Mirror {
  /** False where the same or something newer is known. `now`: UTC ms. */
  apply(conversation: LiveConversation, now: number): boolean;
  /**
   * Takes what is stored of a conversation of which no news came: of which of its versions that is, nobody can tell, so any
   * news of it are newer.
   */
  fill(conversation: LiveConversation, now: number): void;
  applyAgent(state: LiveAgentState, now: number): void;
  /** Forgets what ended before (UTC ms), and of very many those that ended first: nothing older may come of them any more. */
  forget(before: number): void;
  /** Takes out what no figure of what ended lately looks at any more. `now`: UTC ms. */
  expire(now: number): void;
  readonly rows: LiveRows;
  readonly agents: LiveAgents;
  readonly lately: LatelyState;
  /** The id of the conversation that a row is of, by `owner`. */
  idOf(owner: number): string;
  /** The same as `trackingKey`. */
  keyOf(owner: number): string;
  /** 0 of one that is not known. */
  versionOf(key: string): number;
  /** Takes what is stored for what is known, however new that is. */
  correct(key: string, stored: LiveConversation | undefined, now: number): void;
  /** Conversations with a live fact, and those that are remembered without one. */
  readonly open: number;
  readonly ended: number;
}

/** What ended lately, and whether that is all. */
export interface LatelyState {
  readonly rows: LatelyRows;
  /** Whether figures of what ended lately can be made of the rows. `now`: UTC ms. */
  isWhole(now: number): boolean;
  /** When somebody last told of a conversation and did not say what of it ended lately, UTC ms; null: nobody has. */
  readonly untoldAt: number | null;
  /** Something is not known of what ended up to then (UTC ms); what is told from now on is kept. */
  lose(until: number): void;
}

/** A conversation and the instant at which it had no live fact any more, UTC ms. */
interface End {
  place: number;
  version: number;
  at: number;
}

/** While ingest catches up, more conversations end in ten minutes than memory is there for. */
const MAX_ENDS = 200_000;

const NOTHING = { channel: 'api', facts: [], lately: NOTHING_LATELY } as const;

/** @param maxLately most of what ended lately that is kept */
export function createMirror(maxLately = MAX_LATELY): Mirror {
  const rows = createRows();
  const agents = createAgents();
  const placeOf = new Map<string, number>();
  const places = createPlaces();
  const keys: string[] = [];
  let versions = new Uint32Array(0);
  let first = new Uint32Array(0);
  /** In the order in which they ended. What has had news since is known by its version. */
  let ends: End[] = [];
  let open = 0;
  const lately = createLatelyRows(rows.traits);
  let firstLately = new Uint32Array(0);
  let untoldAt: number | null = null;
  /** UTC ms: of what ended until then something is not known. */
  let lostUntil = Number.NEGATIVE_INFINITY;

  function enter(key: string): number {
    const place = places.take();
    placeOf.set(key, place);
    keys[place] = key;
    versions = atLeast(versions, place + 1);
    first = atLeast(first, place + 1);
    firstLately = atLeast(firstLately, place + 1);
    versions[place] = 0;
    first[place] = NO_ROW;
    firstLately[place] = NO_ROW;
    return place;
  }

  function replace(
    place: number,
    version: number,
    of: Pick<LiveConversation, 'channel' | 'facts' | 'lately'>,
    now: number,
  ) {
    versions[place] = version;
    if (first[place] !== NO_ROW) open--;
    rows.remove(first[place]!);
    first[place] = of.facts.reduce((behind, fact) => rows.add(fact, of.channel, place, behind), NO_ROW);
    if (of.facts.length > 0) open++;
    lately.remove(firstLately[place]!);
    firstLately[place] = of.lately === null ? NO_ROW : lately.add(of.lately, of.channel, place);
    if (of.lately === null) untoldAt = now;
    if (isOver(place)) ends.push({ place, version, at: now });
    if (lately.size > maxLately) letGo(now);
  }

  /** Nothing of it is open, or ended lately. */
  function isOver(place: number): boolean {
    return first[place] === NO_ROW && firstLately[place] === NO_ROW;
  }

  /** Leaves of what ended lately of each conversation what is said to be kept. */
  function keep(now: number, chainOf: (firstRow: number) => number): void {
    for (let place = 0; place < keys.length; place++) {
      if (firstLately[place] === NO_ROW) continue;
      firstLately[place] = chainOf(firstLately[place]!);
      if (isOver(place)) ends.push({ place, version: versions[place]!, at: now });
    }
  }

  /** More ended than there is memory for: figures come from storage until all of it has left them. */
  function letGo(now: number): void {
    lostUntil = Math.max(lostUntil, lately.latest());
    keep(now, (chain) => {
      lately.remove(chain);
      return NO_ROW;
    });
  }

  return {
    apply(conversation, now) {
      const key = trackingKey(conversation.stream, conversation);
      const place = placeOf.get(key) ?? enter(key);
      if (versions[place]! >= conversation.version) return false;
      replace(place, conversation.version, conversation, now);
      return true;
    },
    fill(conversation, now) {
      const key = trackingKey(conversation.stream, conversation);
      const place = placeOf.get(key) ?? enter(key);
      if (versions[place] === 0) replace(place, 0, conversation, now);
    },
    correct(key, stored, now) {
      const place = placeOf.get(key) ?? enter(key);
      const version = Math.max(versions[place]!, stored?.version ?? 0);
      replace(place, version, stored ?? NOTHING, now);
    },
    keyOf: (owner) => keys[owner]!,
    versionOf(key) {
      const place = placeOf.get(key);
      return place === undefined ? 0 : versions[place]!;
    },
    applyAgent: (state, now) => agents.apply(state, now),
    forget(before) {
      const kept = ends.findIndex(({ at }) => at >= before);
      const due = Math.max(kept < 0 ? ends.length : kept, ends.length - MAX_ENDS);
      const past = ends.slice(0, due);
      ends = ends.slice(due);
      for (const { place, version } of past) {
        // What is stored may have been taken over without another version.
        if (keys[place] === '' || versions[place] !== version || !isOver(place)) continue;
        placeOf.delete(keys[place]!);
        keys[place] = '';
        // No version of a conversation that takes the place is this one.
        versions[place] = 0;
        places.free(place);
      }
    },
    expire(now) {
      keep(now, (chain) => lately.expire(chain, now));
    },
    rows,
    agents,
    lately: {
      rows: lately,
      isWhole: (now) => untoldAt === null && lostUntil < now - HANDLED_MS,
      get untoldAt() {
        return untoldAt;
      },
      lose(until) {
        lostUntil = Math.max(lostUntil, until);
      },
    },
    idOf: (owner) => conversationIdOf(keys[owner]!),
    get open() {
      return open;
    },
    get ended() {
      return placeOf.size - open;
    },
  };
}
