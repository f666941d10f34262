import {
  type ActorKind,
  compareEvents,
  type Stamp,
  type TimelineEvent,
} from '../../../domain/timeline/timeline.ts';
import { createBodies } from './bodies.ts';
import { Packer } from './packer.ts';
import { Unpacker } from './unpacker.ts';
import type { Words } from './words.ts';

/** Events of a conversation as a string: one behind the other, in order of arrival. */
export interface EventPacking {
  /** @param openedAt of the conversation, UTC ms: times are counted from it */
  pack(event: TimelineEvent, openedAt: number): string;
  /** The events, sorted by `compareEvents`. */
  unpack(packed: string, openedAt: number): TimelineEvent[];
  /** Whether one of them has this id. */
  has(packed: string, eventId: string): boolean;
  /** The ids of all of them. */
  ids(packed: string): Set<string>;
}

const CUSTOMER_ACTS = 1;
const HAS_TAGS = 2;
const HAS_RECORD = 4;

const NO_TAGS: readonly string[] = [];

/** Room before an event for the number of its bytes. */
const MAX_LENGTH_BYTES = 5;

/** @param words for names of queues, agents and the like */
export function createEventPacking(words: Words): EventPacking {
  const packer = new Packer();
  const bodies = createBodies(words);
  // Each is kept by whoever knows its content: there are as many as rows of `reference`.
  const stamps: Stamp[] = [];
  const stampNumbers = new Map<string, number>();

  function numberOfStamp(stamp: Stamp): number {
    let number = stampNumbers.get(stamp.hash);
    if (number === undefined) {
      number = stamps.push(stamp) - 1;
      stampNumbers.set(stamp.hash, number);
    }
    return number;
  }

  function unpackEvent(from: Unpacker, openedAt: number): TimelineEvent {
    const eventId = from.text();
    const flags = from.uint();
    const occurredAt = openedAt + from.number();
    const actorKind = from.word(words) as ActorKind;
    const actorId = actorKind === 'customer' ? from.text() : from.word(words);
    return {
      eventId,
      occurredAt,
      actorKind,
      actorId,
      queue: from.word(words),
      customerId: (flags & CUSTOMER_ACTS) !== 0 ? actorId : from.text(),
      customerTier: from.word(words),
      tags: (flags & HAS_TAGS) !== 0 ? unpackTags(from, words) : NO_TAGS,
      team: from.word(words),
      stamp: stamps[from.uint()]!,
      record: (flags & HAS_RECORD) !== 0 ? { id: from.text(), version: from.number() } : null,
      body: bodies.unpack(from),
    };
  }

  return {
    pack(event, openedAt) {
      packer.length = 0;
      packer.skip(MAX_LENGTH_BYTES);
      packer.text(event.eventId);
      const customerActs = event.customerId === event.actorId;
      packer.uint(
        (customerActs ? CUSTOMER_ACTS : 0) |
          (event.tags.length > 0 ? HAS_TAGS : 0) |
          (event.record !== null ? HAS_RECORD : 0),
      );
      packer.number(event.occurredAt - openedAt);
      packer.word(event.actorKind, words);
      if (event.actorKind === 'customer') packer.text(event.actorId);
      else packer.word(event.actorId, words);
      packer.word(event.queue, words);
      if (!customerActs) packer.text(event.customerId);
      packer.word(event.customerTier, words);
      if (event.tags.length > 0) {
        packer.uint(event.tags.length);
        for (const tag of event.tags) packer.word(tag, words);
      }
      packer.word(event.team, words);
      packer.uint(numberOfStamp(event.stamp));
      if (event.record !== null) {
        packer.text(event.record.id);
        packer.number(event.record.version);
      }
      bodies.pack(event.body, packer);
      return withLength(packer);
    },
    unpack(packed, openedAt) {
      const from = new Unpacker(packed);
      const events: TimelineEvent[] = [];
      let isSorted = true;
      let before: TimelineEvent | null = null;
      while (from.at < packed.length) {
        from.uint();
        const event = unpackEvent(from, openedAt);
        if (before !== null && isSorted) isSorted = compareEvents(before, event) < 0;
        events.push(event);
        before = event;
      }
      return isSorted ? events : events.sort(compareEvents);
    },
    has(packed, eventId) {
      const { length } = eventId;
      const last = eventId.charCodeAt(length - 1);
      const from = new Unpacker(packed);
      while (from.at < packed.length) {
        const bytes = from.uint();
        const begin = from.at;
        // Ids mostly differ at their end.
        const isNarrow = from.uint() === 2 * length;
        const isOther = isNarrow && length > 0 && packed.charCodeAt(from.at + length - 1) !== last;
        from.at = begin;
        if (!isOther && from.text() === eventId) return true;
        from.at = begin + bytes;
      }
      return false;
    },
    ids(packed) {
      const from = new Unpacker(packed);
      const ids = new Set<string>();
      while (from.at < packed.length) {
        const length = from.uint();
        const next = from.at + length;
        ids.add(from.text());
        from.at = next;
      }
      return ids;
    },
  };
}

function unpackTags(from: Unpacker, words: Words): string[] {
  const tags: string[] = [];
  for (let left = from.uint(); left > 0; left--) tags.push(from.word(words));
  return tags;
}

/** What was packed behind the room for it, behind its number of bytes. */
function withLength(packer: Packer): string {
  const { length } = packer;
  const bytes = length - MAX_LENGTH_BYTES;
  const head = bytes < 128 ? 1 : bytes < 16_384 ? 2 : bytes < 2_097_152 ? 3 : bytes < 268_435_456 ? 4 : 5;
  packer.length = MAX_LENGTH_BYTES - head;
  packer.uint(bytes);
  packer.length = length;
  return packer.since(MAX_LENGTH_BYTES - head);
}
