import { createEventPacking, type EventPacking } from './events.ts';
import { createFactPacking, type FactPacking } from './facts.ts';
import { createWords } from './words.ts';

/** How conversations are kept in memory. */
export interface Packing {
  events: EventPacking;
  facts: FactPacking;
}

/** Most names that are kept once. */
const MAX_WORDS = 50_000;

/** What one has packed, only the same one can unpack. */
export function createPacking(): Packing {
  const words = createWords(MAX_WORDS);
  return { events: createEventPacking(words), facts: createFactPacking(words) };
}
