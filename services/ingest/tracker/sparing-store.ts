import { crc32 } from 'node:zlib';
import { DAY_MS, type TimelineRef } from '../../domain/timeline/conversation-key.ts';
import type { Stream } from '../../domain/timeline/timeline.ts';
import type { TimelineStore } from './store.ts';

/** Port: CRC-32 of the id of each conversation that is stored under a day of opening, in part or as a whole. */
export type StoredIds = (stream: Stream, day: number) => Promise<Iterable<number>>;

export interface SparingOptions {
  /** Conversations asked for of a day after which the day's ids are read: each batch waits for its question until then. */
  learnAfter: number;
  /** Days of opening, up to the latest one seen, that are watched. */
  days: number;
  now: () => number;
}

export const DEFAULT_SPARING: Omit<SparingOptions, 'now'> = { learnAfter: 50, days: 8 };

/** 4 million: 512 KiB a day. With 100,000 conversations a day, 2 % are asked for in vain. */
const BITS = 22;

/** Days that may have been asked for without being watched, of which so many are remembered. */
const MAX_REFUSED = 1_000;

/** Conversations of one stream and day that may be stored: all that are, all that were asked for, and some others. */
interface Day {
  bits: Uint32Array;
  asked: number;
  /** `bits` has all that was stored when the day was learnt. */
  learnt: 'no' | 'learning' | 'yes';
}

/**
 * A store that is not asked for conversations that it cannot have: most that are not in memory are new.
 *
 * That a conversation is new is certain, as until `forget` nobody else writes conversations of these partitions:
 * what is stored of a day was there when the day was learnt, or it was asked for here before it was written. A
 * consumer that has lost the partitions can write late, but only records that come again (`delivery.ts`): they
 * are in the conversation's set once they have come, whether or not they were read back.
 *
 * Only recent days are watched, as new conversations are of today or, while history is read, of the latest day.
 */
export function createSparingStore(
  store: TimelineStore,
  storedIds: StoredIds,
  options: SparingOptions,
): TimelineStore {
  let streams = new Map<Stream, Map<number, Day>>();
  let refused = new Set<number>();

  /** Null for a day that is not watched. Such a day never is later: what was asked of it is not known. */
  function dayOf(days: Map<number, Day>, number: number): Day | null {
    const known = days.get(number);
    if (known !== undefined) return known;
    if (number < Math.max(...days.keys())) return null;
    // A clock that is years ahead must not keep the real days out.
    if (number > Math.floor(options.now() / DAY_MS) + 1 && refused.size < MAX_REFUSED) refused.add(number);
    if (refused.has(number) || refused.size >= MAX_REFUSED) return null;
    const day: Day = { bits: new Uint32Array(2 ** (BITS - 5)), asked: 0, learnt: 'no' };
    days.set(number, day);
    for (const other of days.keys()) if (other <= number - options.days) days.delete(other);
    return day;
  }

  async function learn(stream: Stream, number: number, day: Day): Promise<void> {
    day.learnt = 'learning';
    try {
      for (const hash of await storedIds(stream, number)) put(day.bits, hash);
      day.learnt = 'yes';
    } finally {
      if (day.learnt === 'learning') day.learnt = 'no';
    }
  }

  return {
    async read(stream, refs) {
      let days = streams.get(stream);
      if (days === undefined) {
        days = new Map();
        streams.set(stream, days);
      }
      const asked = new Map<number, Day>();
      const possible: TimelineRef[] = [];
      for (const ref of refs) {
        const number = Math.floor(ref.openedAt / DAY_MS);
        const day = dayOf(days, number);
        if (day === null) possible.push(ref);
        else {
          asked.set(number, day);
          day.asked++;
          if (put(day.bits, crc32(ref.conversationId)) || day.learnt !== 'yes') possible.push(ref);
        }
      }
      for (const [number, day] of asked) {
        if (day.learnt === 'no' && day.asked >= options.learnAfter) await learn(stream, number, day);
      }
      return possible.length === 0 ? new Map() : store.read(stream, possible);
    },
    forget() {
      streams = new Map();
      refused = new Set();
      store.forget();
    },
  };
}

/** Sets a hash's bit; gives whether it was set. */
function put(bits: Uint32Array, hash: number): boolean {
  const place = hash >>> (32 - BITS);
  const bit = 1 << (place & 31);
  const word = bits[place >>> 5]!;
  bits[place >>> 5] = word | bit;
  return (word & bit) !== 0;
}
