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
type Trait = (typeof TRAITS)[number];

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
  const ids = new Map<string, number>();
  const words = Object.fromEntries(
    TRAITS.map((trait) => [trait, { ids: new Map(), all: [] }]),
  ) as unknown as Record<Trait, Words>;
  const columns = Object.fromEntries(TRAITS.map((trait) => [trait, new Uint32Array(0)])) as Record<
    Trait,
    Uint32Array
  >;
  const places: Place[] = [];
  const placeIds = new Map<string, number>();
  let placeOf = new Uint32Array(0);
  let size = 0;

  function enter(wordIds: readonly number[], { queue, channel }: Place): number {
    const id = size++;
    for (const [i, trait] of TRAITS.entries()) {
      columns[trait] = atLeast(columns[trait], size);
      columns[trait][id] = wordIds[i]!;
    }
    placeOf = atLeast(placeOf, size);
    placeOf[id] = getOrInsert(placeIds, `${queue}\n${channel}`, () => places.push({ queue, channel }) - 1);
    return id;
  }

  return {
    idOf(traits) {
      const wordIds = TRAITS.map((trait) => numberOf(words[trait], traits[trait]));
      return getOrInsert(ids, wordIds.join(' '), () => enter(wordIds, traits));
    },
    of: (id) =>
      Object.fromEntries(
        TRAITS.map((trait) => [trait, words[trait].all[columns[trait][id]!]!]),
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
        const trait = DIMENSION_COLUMNS[dimension];
        const among = new Set(values);
        const isAmong = Uint8Array.from(words[trait].all, (word) => Number(among.has(word)));
        const column = columns[trait];
        for (let id = 0; id < size; id++) allowed[id]! &= isAmong[column[id]!]!;
      }
      return allowed;
    },
  };
}

function numberOf({ ids, all }: Words, word: string): number {
  return getOrInsert(ids, word, () => all.push(word) - 1);
}
