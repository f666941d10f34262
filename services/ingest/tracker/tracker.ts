import type { ConversationSummary } from '../../domain/measure/conversation.ts';
import type { Difference } from '../../domain/measure/difference.ts';
import type { Fact } from '../../domain/measure/fact.ts';
import { canFold, createFold, type Fold } from '../../domain/measure/fold.ts';
import { measure } from '../../domain/measure/measure.ts';
import { refKey, type TimelineRef } from '../../domain/timeline/conversation-key.ts';
import type { Stream, Timeline } from '../../domain/timeline/timeline.ts';
import type { Origin } from '../rows/events.ts';
import type { ConversationEvent } from '../stages/enrich.ts';
import { createFolds, DEFAULT_FOLDING, type Folding, type Folds } from './folds.ts';
import { createPacking, type Packing } from './packed/packing.ts';
import { createRecency, type Link } from './recency.ts';
import type { TimelineStore } from './store.ts';

/** How a conversation's rows change. `version` is the number of distinct events in its set. */
export interface Change extends Difference {
  timeline: TimelineHead;
  version: number;
  summary: ConversationSummary;
}

/** A change as the tracker hands it out. */
export interface TrackedChange extends Change {
  timeline: Tracking;
  /** Those of them that can still change, all stays in queues, and maybe others. */
  facts: readonly Fact[];
  origin: Place;
  /** `peek` has shown it. */
  peeked: boolean;
}

/** A conversation as it is after `version` events. */
export interface Measured {
  timeline: TimelineHead;
  version: number;
  /** Its facts; of a long conversation perhaps only those that can still change, and stays in queues. */
  facts: readonly Fact[];
  origin: Place;
}

/** The record that last brought a conversation something new. */
export type Place = Pick<Origin, 'partition' | 'offset'>;

/** What of a conversation never changes. */
export type TimelineHead = Omit<Timeline, 'events'>;

/** A conversation in the tracker, for `stored`. */
export interface Tracking extends TimelineHead {
  readonly key: string;
}

interface Tracked extends Link, Tracking {
  /** Its events, packed in order of arrival. */
  events: string;
  /** How many they are. */
  version: number;
  /** Where the last of those came from that were not handed out yet. */
  origin: Place | null;
  /** What is known of it besides, where they are many. */
  long: Long | null;
  /**
   * The facts as they were last handed out, or as the stored events give them; packed. Of a long conversation those that
   * its fold, or the one that it had, has not settled.
   */
  facts: string;
  dirty: boolean;
  /** What its events give, where they were measured since the last one of them. */
  measured: ReturnType<typeof measure> | null;
  /** Changes handed out and not yet known to be stored: the store cannot give this conversation back. */
  inFlight: number;
  /** Loaded for events that are about to be added. */
  awaited: boolean;
}

interface Long {
  /** Ids of the events: too many to look through. */
  readonly ids: Set<string>;
  fold: Fold | null;
  /** From how many events on it may have one; Infinity: never. */
  foldFrom: number;
  /** Whether `facts` are not all. */
  hasSettled: boolean;
  /** The length of the packed events when facts were last handed out. */
  measured: number;
}

/**
 * Unites new events with those it knows and says how the facts of each conversation change.
 *
 * A conversation's set on one stream is always a beginning of what the partition's log holds of it: whoever
 * tracks it, a given version stands for the same events. Writing a version twice, late, or from a consumer that
 * lost the partition can therefore only repeat what is there or be older than it.
 */
export interface Tracker {
  /** Reads what is stored of the conversations that these events belong to and that are not in memory. */
  load(events: readonly ConversationEvent[]): Promise<void>;
  /** Adds an event to its conversation, which `load` has seen. False: a duplicate, the first copy stands. */
  add(event: ConversationEvent, origin: Place): boolean;
  /**
   * Conversations with new events that were not looked at since the last of them, each measured when it is asked for:
   * nothing may be added before the last of them. For who wants to know before it is stored.
   */
  peek(): Iterable<Measured>;
  /**
   * The changes since the last call, each measured when it is asked for: nothing may be added before the last of them.
   * Their conversations stay in memory until `stored` is called with them.
   */
  drain(): Iterable<TrackedChange>;
  stored(changed: readonly Tracking[]): void;
  /** Forgets everything: the partitions may be another's now. */
  clear(): void;
  readonly size: number;
}

/** Up to this many events, looking through them is faster than a set of their ids is to build. */
const MAX_SEARCHED = 32;

/** @param maxConversations most conversations kept in memory; beyond it those untouched longest leave. */
export function createTracker(
  store: TimelineStore,
  options: { maxConversations: number; folding?: Folding },
): Tracker {
  const folding = options.folding ?? DEFAULT_FOLDING;
  const maxSearched = Math.min(MAX_SEARCHED, folding.minEvents - 1);
  let tracked = new Map<string, Tracked>();
  let recency = createRecency<Tracked>();
  let packing = createPacking();
  let folds: Folds<Tracked> = createFolds(folding.maxBytes);
  let dirty: Tracked[] = [];

  function evict(): void {
    let excess = tracked.size - options.maxConversations;
    for (let one = recency.oldest(); one !== null && excess > 0; ) {
      const next = recency.next(one);
      if (!one.dirty && one.inFlight === 0 && !one.awaited) {
        recency.remove(one);
        tracked.delete(one.key);
        folds.remove(one);
        excess--;
      }
      one = next;
    }
  }

  function isKnown(conversation: Tracked, eventId: string): boolean {
    const { stream, events, version } = conversation;
    if (conversation.long === null && version > maxSearched)
      conversation.long = {
        ids: packing.events.ids(events),
        fold: null,
        foldFrom: canFold({ stream }) ? folding.minEvents : Number.POSITIVE_INFINITY,
        hasSettled: false,
        measured: 0,
      };
    return conversation.long?.ids.has(eventId) ?? packing.events.has(events, eventId);
  }

  /** Gives a conversation of many events, whose facts were handed out just now, a fold that settles what it can. */
  function fold(conversation: Tracked, long: Long, own: Packing): boolean {
    const { openedAt, events, version } = conversation;
    long.measured = events.length;
    if (long.fold?.isDue === false || version < long.foldFrom) return false;
    if (long.fold === null) {
      long.fold = createFold(timelineOf(conversation, events, own), folding);
      if (long.fold === null) {
        long.foldFrom = Number.POSITIVE_INFINITY;
        return false;
      }
    }
    if (long.fold.settle().length > 0) {
      conversation.facts = own.facts.pack(long.fold.measure().facts, openedAt);
      long.hasSettled = true;
    }
    return true;
  }

  return {
    async load(events) {
      const missing = new Map<Stream, Map<string, TimelineRef>>();
      const first = new Map<string, ConversationEvent>();
      for (const event of events) {
        const { key } = event;
        const known = tracked.get(key);
        if (known !== undefined) known.awaited = true;
        if (known !== undefined || first.has(key)) continue;
        first.set(key, event);
        let refs = missing.get(event.stream);
        if (refs === undefined) {
          refs = new Map();
          missing.set(event.stream, refs);
        }
        refs.set(key, { conversationId: event.conversationId, openedAt: event.openedAt });
      }
      const into = tracked;
      for (const [stream, refs] of missing) {
        const found = await store.read(stream, [...refs.values()]);
        for (const [key, ref] of refs) {
          if (into.has(key)) continue;
          const { conversationId } = ref;
          const stored = found.get(refKey(ref));
          const { openedAt, channel } = stored ?? first.get(key)!;
          const conversation: Tracked = {
            key,
            stream,
            conversationId,
            openedAt,
            channel,
            events: '',
            version: 0,
            origin: null,
            long: null,
            facts: '',
            dirty: false,
            measured: null,
            inFlight: 0,
            awaited: true,
            older: null,
            newer: null,
          };
          if (stored !== undefined) {
            conversation.events = stored.events.map((one) => packing.events.pack(one, openedAt)).join('');
            conversation.version = stored.events.length;
            conversation.facts = packing.facts.pack(measureOf(conversation, packing).facts, openedAt);
          }
          into.set(key, conversation);
          if (into === tracked) recency.touch(conversation);
        }
      }
    },
    add(event, origin) {
      const conversation = tracked.get(event.key);
      if (conversation === undefined)
        throw new Error('an event was added before its conversation was loaded');
      recency.touch(conversation);
      conversation.awaited = false;
      const { eventId } = event.event;
      if (isKnown(conversation, eventId)) return false;
      conversation.events += packing.events.pack(event.event, conversation.openedAt);
      conversation.version++;
      conversation.origin = origin;
      const { long } = conversation;
      long?.ids.add(eventId);
      if (long?.fold?.add(event.event) === false) {
        folds.remove(conversation);
        long.foldFrom = conversation.version + folding.calmEvents;
      }
      // The first value seen is pinned: on the stored event too, so that reading back gives the same again.
      event.openedAt = conversation.openedAt;
      event.channel = conversation.channel;
      conversation.measured = null;
      if (!conversation.dirty) {
        conversation.dirty = true;
        dirty.push(conversation);
      }
      return true;
    },
    *peek() {
      for (const conversation of dirty) {
        if (conversation.measured !== null) continue;
        conversation.measured = measureOf(conversation, packing);
        yield {
          timeline: conversation,
          version: conversation.version,
          facts: withStays(conversation, conversation.measured.facts),
          origin: conversation.origin!,
        };
      }
    },
    *drain() {
      const changed = dirty;
      dirty = [];
      // Whoever clears while this goes on packs anew.
      const own = packing;
      const ownFolds = folds;
      for (const conversation of changed) {
        const { version, openedAt } = conversation;
        const origin = conversation.origin!;
        const peeked = conversation.measured !== null;
        const { long } = conversation;
        const { facts: found, summary } = conversation.measured ?? measureOf(conversation, own);
        const facts = withStays(conversation, found);
        conversation.measured = null;
        if (long?.fold === null && long.hasSettled) {
          conversation.facts = factsAsOf(conversation, long.measured, own);
          long.hasSettled = false;
        }
        const { packed, upserts, tombstones, moved } = own.facts.replace(conversation.facts, found, openedAt);
        conversation.facts = packed;
        if (long !== null && fold(conversation, long, own)) ownFolds.settled(conversation);
        conversation.dirty = false;
        conversation.origin = null;
        conversation.inFlight++;
        yield { timeline: conversation, version, summary, facts, origin, peeked, upserts, tombstones, moved };
      }
    },
    stored(changed) {
      for (const one of changed) {
        const conversation = tracked.get(one.key);
        if (conversation === one) conversation.inFlight--;
      }
      evict();
      folds.trim();
    },
    clear() {
      store.forget();
      tracked = new Map();
      recency = createRecency();
      dirty = [];
      packing = createPacking();
      folds = createFolds(folding.maxBytes);
    },
    get size() {
      return tracked.size;
    },
  };
}

/** The facts that can still change, if it has a fold; else all. */
function measureOf(conversation: Tracked, packing: Packing) {
  const { long, events } = conversation;
  return long?.fold?.measure() ?? measure(timelineOf(conversation, events, packing));
}

/** What was measured, with stays in queues that its fold has settled. */
function withStays({ long }: Tracked, facts: readonly Fact[]): readonly Fact[] {
  const stays = long?.fold?.stays ?? [];
  return stays.length === 0 ? facts : [...facts, ...stays];
}

/** All facts, packed, as they were when its packed events had a length. */
function factsAsOf(conversation: Tracked, length: number, packing: Packing): string {
  const timeline = timelineOf(conversation, conversation.events.slice(0, length), packing);
  return packing.facts.pack(measure(timeline).facts, conversation.openedAt);
}

function timelineOf(
  { stream, conversationId, openedAt, channel }: TimelineHead,
  events: string,
  packing: Packing,
): Timeline {
  return { stream, conversationId, openedAt, channel, events: packing.events.unpack(events, openedAt) };
}
