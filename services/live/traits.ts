import type { Dimensions } from '../domain/measure/fact.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { DIMENSION_COLUMNS, type Dimension } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';
import { atLeast } from './columns.ts';
import type { LiveFact } from './live-fact.ts';

/** All that facts are grouped and filtered by. */
export interface Traits extends Pick<LiveFact, 'queue' | 'team' | 'agent' | 'priority' | 'policy' | 'label'> {
  channel: string;
  customer_tier: string;
}

const TRAITS = ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy', 'label'] as const;
const WIDTH = TRAITS.length;

/** A plain literal, and not made of others: this is done for each fact that is told of. */
export function traitsOf(of: Dimensions, channel: string, label: string): Traits {
  return {
    queue: of.queue,
    channel,
    team: of.team,
    agent: of.agent,
    priority: of.priority,
    customer_tier: of.customerTier,
    policy: of.policy,
    label,
  };
}

/** A row of a board. */
export type Place = Pick<Traits, 'queue' | 'channel'>;

/**
 * Each combination of traits once, under a number: a row needs only that. With a thousand agents there are nearly as many
 * combinations as rows, so what a board asks of each of them is a number that was looked up when it came: its place, and
 * the numbers of its words. They are never forgotten: as many as agents, queues and promises go together.
 */
export interface TraitTable {
  idOf(traits: Traits): number;
  of(id: number): Traits;
  readonly size: number;
  /** Each queue and channel once, and by the number of a combination the place of its own. Not to be kept: it moves. */
  readonly places: readonly Place[];
  readonly placeOf: Uint32Array;
  /** For each number, 1 where the filters let it through; null: all of them. */
  allowed(filters: Filters): Uint8Array | null;
}

/** Words under numbers. */
interface Words {
  ids: Map<string, number>;
  all: string[];
}

export function createTraitTable(): TraitTable {
  const words = TRAITS.map((): Words => ({ ids: new Map(), all: [] }));
  /** The words of each combination by their numbers, one combination behind the other. */
  let wordIds = new Uint32Array(0);
  /** Numbers of combinations and 1 more, each in the first free slot from its hash on; at most half of them are taken. */
  let slots = new Uint32Array(1_024);
  /** What was asked for last: facts of a conversation have most of it in common. */
  const asked: string[] = [];
  const askedIds = new Uint32Array(WIDTH);
  const places: Place[] = [];
  const placeIds = new Map<string, number>();
  let placeOf = new Uint32Array(0);
  let size = 0;

  /** Where the combination of eight words stands or is to stand. Without a text or an object for it: it is asked for each fact. */
  function slotOf(ids: Uint32Array, from: number): number {
    const mask = slots.length - 1;
    let slot = hashOf(ids, from) & mask;
    while (slots[slot] !== 0 && !isThere(slots[slot]! - 1, ids, from)) slot = (slot + 1) & mask;
    return slot;
  }

  function isThere(id: number, ids: Uint32Array, from: number): boolean {
    for (let i = 0; i < WIDTH; i++) if (wordIds[id * WIDTH + i] !== ids[from + i]) return false;
    return true;
  }

  function grow(): void {
    slots = new Uint32Array(2 * slots.length);
    for (let id = 0; id < size; id++) slots[slotOf(wordIds, id * WIDTH)] = id + 1;
  }

  /** Puts what was asked for into a free slot. */
  function enter(slot: number, { queue, channel }: Place): number {
    const id = size++;
    slots[slot] = size;
    wordIds = atLeast(wordIds, size * WIDTH);
    wordIds.set(askedIds, id * WIDTH);
    placeOf = atLeast(placeOf, size);
    placeOf[id] = getOrInsert(placeIds, `${queue}\n${channel}`, () => places.push({ queue, channel }) - 1);
    if (2 * size > slots.length) grow();
    return id;
  }

  return {
    idOf(traits) {
      for (let i = 0; i < WIDTH; i++) {
        const word = traits[TRAITS[i]!];
        if (asked[i] === word) continue;
        asked[i] = word;
        askedIds[i] = numberOf(words[i]!, word);
      }
      const slot = slotOf(askedIds, 0);
      return slots[slot] === 0 ? enter(slot, traits) : slots[slot]! - 1;
    },
    of: (id) =>
      Object.fromEntries(
        TRAITS.map((trait, i) => [trait, words[i]!.all[wordIds[id * WIDTH + i]!]!]),
      ) as unknown as Traits,
    get size() {
      return size;
    },
    places,
    get placeOf() {
      return placeOf;
    },
    allowed(filters) {
      const asked = (Object.entries(filters) as [Dimension, readonly string[]][]).filter(
        ([, values]) => values.length > 0,
      );
      if (asked.length === 0) return null;
      const allowed = new Uint8Array(size).fill(1);
      for (const [dimension, values] of asked) {
        const i = TRAITS.indexOf(DIMENSION_COLUMNS[dimension]);
        const among = new Set(values);
        const isAmong = Uint8Array.from(words[i]!.all, (word) => Number(among.has(word)));
        for (let id = 0; id < size; id++) allowed[id]! &= isAmong[wordIds[id * WIDTH + i]!]!;
      }
      return allowed;
    },
  };
}

function numberOf({ ids, all }: Words, word: string): number {
  return getOrInsert(ids, word, () => all.push(word) - 1);
}

function hashOf(numbers: Uint32Array, from: number): number {
  let hash = 0;
  for (let i = 0; i < WIDTH; i++) {
    hash = Math.imul(hash ^ numbers[from + i]!, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
