import { conversationIdOf, trackingKey } from '../domain/timeline/conversation-key.ts';
import { createAgents, type LiveAgents } from './agents.ts';
import { atLeast, createPlaces } from './columns.ts';
import type { LiveAgentState, LiveConversation } from './live-fact.ts';
import { createRows, type LiveRows, NO_ROW } from './rows.ts';

/**
 * What is open in the whole center, in memory: a pure function of the events, so that whoever has seen the same ones has
 * the same mirror. A conversation is taken as a whole, and only if it is newer than what is known of it: what comes
 * twice, late, from a consumer that lost its partitions, or in another order changes nothing.
 */
export interface Mirror {
  /** False where the same or something newer is known. `now`: UTC ms. */
  apply(conversation: LiveConversation, now: number): boolean;
  applyAgent(state: LiveAgentState, now: number): void;
  /** Forgets what ended before (UTC ms), and of very many those that ended first: nothing older may come of them any more. */
  forget(before: number): void;
  readonly rows: LiveRows;
  readonly agents: LiveAgents;
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

/** A conversation and the instant at which it had no live fact any more, UTC ms. */
interface End {
  place: number;
  version: number;
  at: number;
}

/** While ingest catches up, more conversations end in ten minutes than memory is there for. */
const MAX_ENDS = 200_000;

export function createMirror(): Mirror {
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

  function enter(key: string): number {
    const place = places.take();
    placeOf.set(key, place);
    keys[place] = key;
    versions = atLeast(versions, place + 1);
    first = atLeast(first, place + 1);
    versions[place] = 0;
    first[place] = NO_ROW;
    return place;
  }

  function replace(
    place: number,
    version: number,
    of: Pick<LiveConversation, 'channel' | 'facts'>,
    now: number,
  ) {
    versions[place] = version;
    if (first[place] !== NO_ROW) open--;
    rows.remove(first[place]!);
    first[place] = of.facts.reduce((behind, fact) => rows.add(fact, of.channel, place, behind), NO_ROW);
    if (of.facts.length > 0) open++;
    else ends.push({ place, version, at: now });
  }

  return {
    apply(conversation, now) {
      const key = trackingKey(conversation.stream, conversation);
      const place = placeOf.get(key) ?? enter(key);
      if (versions[place]! >= conversation.version) return false;
      replace(place, conversation.version, conversation, now);
      return true;
    },
    correct(key, stored, now) {
      const place = placeOf.get(key) ?? enter(key);
      const version = Math.max(versions[place]!, stored?.version ?? 0);
      replace(place, version, stored ?? { channel: 'api', facts: [] }, now);
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
        if (versions[place] !== version) continue;
        placeOf.delete(keys[place]!);
        keys[place] = '';
        // No version of a conversation that takes the place is this one.
        versions[place] = 0;
        places.free(place);
      }
    },
    rows,
    agents,
    idOf: (owner) => conversationIdOf(keys[owner]!),
    get open() {
      return open;
    },
    get ended() {
      return placeOf.size - open;
    },
  };
}
