import type { Letter } from '../lib/kafka/letters.ts';

/** Which letters are meant. What is not given is no condition. */
export interface LetterFilter {
  reasons: readonly string[];
  topics: readonly string[];
  /** When they were given up: from and up to, not including; UTC ms. */
  from: number | null;
  to: number | null;
}

export function matches(filter: LetterFilter, letter: Letter): boolean {
  return (
    (filter.reasons.length === 0 || filter.reasons.includes(letter.reason)) &&
    (filter.topics.length === 0 || filter.topics.includes(letter.topic)) &&
    (filter.from === null || letter.failed_at >= filter.from) &&
    (filter.to === null || letter.failed_at < filter.to)
  );
}
