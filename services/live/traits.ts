import { DIMENSION_COLUMNS, type Dimension } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';
import type { LiveFact } from './live-fact.ts';

/** All that facts are grouped and filtered by. */
export interface Traits extends Pick<LiveFact, 'queue' | 'team' | 'agent' | 'priority' | 'policy' | 'label'> {
  channel: string;
  customer_tier: string;
}

const TRAITS = ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy', 'label'] as const;

/**
 * Each combination of traits once, under a number: a row needs only that, and a filter looks at each combination instead
 * of each row. They are never forgotten, as there are few: as many as agents and queues go together.
 */
export interface TraitTable {
  idOf(traits: Traits): number;
  of(id: number): Traits;
  readonly size: number;
  /** For each number, 1 where the filters let it through. */
  allowed(filters: Filters): Uint8Array;
}

export function createTraitTable(): TraitTable {
  const ids = new Map<string, number>();
  const all: Traits[] = [];
  return {
    idOf(traits) {
      const key = TRAITS.map((trait) => traits[trait]).join('\n');
      const known = ids.get(key);
      if (known !== undefined) return known;
      const id = all.length;
      ids.set(key, id);
      all.push(traits);
      return id;
    },
    of: (id) => all[id]!,
    get size() {
      return all.length;
    },
    allowed(filters) {
      const asked = (Object.entries(filters) as [Dimension, readonly string[]][])
        .filter(([, values]) => values.length > 0)
        .map(([dimension, values]) => ({ trait: DIMENSION_COLUMNS[dimension], values: new Set(values) }));
      return Uint8Array.from(all, (traits) =>
        Number(asked.every(({ trait, values }) => values.has(traits[trait]))),
      );
    },
  };
}
