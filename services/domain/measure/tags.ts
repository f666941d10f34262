import { endFact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/**
 * A fact a tag, at the first time it was on the conversation; that it was taken off again changes nothing. Whose it is
 * goes with the conversation, as of the fact `conversation`: a share of the conversations created is of like with like.
 */
export function tagFacts({ course: { taggings }, now }: Subject, { spans }: Sheet): void {
  for (let seq = 0; seq < taggings.length; seq++) {
    const { tag, at } = taggings[seq]!;
    const fact = endFact(factOf('tag', at, seq, now), at, 'done');
    fact.label = tag;
    spans.push(fact);
  }
}
