import type { ConversationSummary } from '../../domain/measure/conversation.ts';
import { type Difference, difference } from '../../domain/measure/difference.ts';
import type { Fact } from '../../domain/measure/fact.ts';
import { measure } from '../../domain/measure/measure.ts';
import { createEventSet, type EventSet } from '../../domain/timeline/event-set.ts';
import type { Stream, Timeline } from '../../domain/timeline/timeline.ts';
import type { ConversationEvent } from '../stages/enrich.ts';
import { refKey, type TimelineRef, type TimelineStore } from './store.ts';

/** How a conversation's rows change. `version` is the number of distinct events in its set. */
export interface Change extends Difference {
  timeline: Timeline;
  version: number;
  summary: ConversationSummary;
}

interface Tracked {
  /** Its events are those of `set`. */
  timeline: Timeline;
  set: EventSet;
  /** The facts as they were last handed out, or as the stored events give them. */
  facts: Fact[];
  dirty: boolean;
  /** Changes handed out and not yet known to be stored: the store cannot give this conversation back. */
  inFlight: number;
  /** Loaded for events that are about to be added. */
  awaited: boolean;
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
  add(event: ConversationEvent): boolean;
  /** The changes since the last call; they stay in memory until `stored` is called with them. */
  drain(): Change[];
  stored(changes: readonly Change[]): void;
  /** Forgets everything: the partitions may be another's now. */
  clear(): void;
  readonly size: number;
}

/** @param maxConversations most conversations kept in memory; beyond it those untouched longest leave. */
export function createTracker(store: TimelineStore, options: { maxConversations: number }): Tracker {
  // Insertion order is order of use: a touched conversation is put in anew.
  let tracked = new Map<string, Tracked>();
  let dirty: Tracked[] = [];

  function touch(key: string): Tracked | undefined {
    const conversation = tracked.get(key);
    if (conversation === undefined) return undefined;
    tracked.delete(key);
    tracked.set(key, conversation);
    return conversation;
  }

  function evict(): void {
    if (tracked.size <= options.maxConversations) return;
    for (const [key, conversation] of tracked) {
      if (conversation.dirty || conversation.inFlight > 0 || conversation.awaited) continue;
      tracked.delete(key);
      if (tracked.size <= options.maxConversations) return;
    }
  }

  return {
    async load(events) {
      const missing = new Map<Stream, Map<string, TimelineRef>>();
      const first = new Map<string, ConversationEvent>();
      for (const event of events) {
        const key = keyOf(event.stream, event);
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
          const timeline: Timeline =
            stored === undefined ? newTimeline(first.get(key)!) : { stream, conversationId, ...stored };
          const facts = stored === undefined ? [] : measure(timeline).facts;
          into.set(key, {
            timeline,
            set: createEventSet(timeline.events),
            facts,
            dirty: false,
            inFlight: 0,
            awaited: true,
          });
        }
      }
    },
    add(event) {
      const conversation = touch(keyOf(event.stream, event));
      if (conversation === undefined)
        throw new Error('an event was added before its conversation was loaded');
      conversation.awaited = false;
      if (!conversation.set.add(event.event)) return false;
      // The first value seen is pinned: on the stored event too, so that reading back gives the same again.
      event.openedAt = conversation.timeline.openedAt;
      event.channel = conversation.timeline.channel;
      if (!conversation.dirty) {
        conversation.dirty = true;
        dirty.push(conversation);
      }
      return true;
    },
    drain() {
      const changes = dirty.map((conversation) => {
        const { timeline } = conversation;
        const { facts, summary } = measure(timeline);
        const change = {
          timeline,
          version: timeline.events.length,
          summary,
          ...difference(conversation.facts, facts),
        };
        conversation.facts = facts;
        conversation.dirty = false;
        conversation.inFlight++;
        return change;
      });
      dirty = [];
      return changes;
    },
    stored(changes) {
      for (const { timeline } of changes) {
        const conversation = tracked.get(keyOf(timeline.stream, timeline));
        if (conversation?.timeline === timeline) conversation.inFlight--;
      }
      evict();
    },
    clear() {
      tracked = new Map();
      dirty = [];
    },
    get size() {
      return tracked.size;
    },
  };
}

function keyOf(stream: Stream, ref: TimelineRef): string {
  return `${stream}/${refKey(ref)}`;
}

function newTimeline(event: ConversationEvent): Timeline {
  const { stream, conversationId, openedAt, channel } = event;
  return { stream, conversationId, openedAt, channel, events: [] };
}
