import { CONTRADICTIONS, type Contradiction, contradictionsOf } from '../domain/measure/contradictions.ts';
import type { Timeline } from '../domain/timeline/timeline.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';

/** Conversations whose events contradict each other, by kind. They are no differences: nothing stored is wrong. */
export interface Contradictions {
  note(timeline: Timeline): void;
  /** Most frequent first; none where nothing contradicts itself. */
  lines(): string[];
}

/** Of each kind so many are named, to look at. */
const MAX_EXAMPLES = 3;

export function countContradictions(): Contradictions {
  const kinds = new Map<Contradiction, { count: number; examples: string[] }>();
  return {
    note(timeline) {
      for (const kind of contradictionsOf(timeline)) {
        const tally = getOrInsert(kinds, kind, () => ({ count: 0, examples: [] }));
        tally.count++;
        if (tally.examples.length < MAX_EXAMPLES)
          tally.examples.push(`${timeline.stream} ${timeline.conversationId}`);
      }
    },
    lines() {
      if (kinds.size === 0) return [];
      const rows = [...kinds].sort(([, a], [, b]) => b.count - a.count);
      return [
        'Conversations whose own events contradict each other; figures settle it by rule, better events come from the source:',
        ...rows.map(
          ([kind, { count, examples }]) =>
            `  ${CONTRADICTIONS[kind]}: ${count.toLocaleString('en')} (${examples.join(', ')})`,
        ),
      ];
    },
  };
}
