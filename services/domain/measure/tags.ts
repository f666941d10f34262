import { endFact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/**
 * Most tags of one conversation that become facts: those that were on it first, and of one event those that it names
 * first. A source that writes ids into tags would else make as many facts as it has ids.
 */
export const MAX_TAGS = 32;

/** When a tag was first on a conversation, UTC ms. */
export interface Tagging {
  readonly tag: string;
  readonly at: number;
}

/** Notes the tags that are on a conversation from an instant on and were not before. */
export function noteTags(taggings: Tagging[], tags: readonly string[], at: number): void {
  for (const tag of tags) {
    if (taggings.length >= MAX_TAGS) return;
    if (tag !== '' && !taggings.some((known) => known.tag === tag)) taggings.push({ tag, at });
  }
}

/**
 * A fact a tag, at the first time it was on the conversation; that it was taken off again changes nothing. Whose it is
 * goes with the conversation, as of the fact `conversation`: a share of the conversations created is of like with like.
 */
export function tagFacts({ taggings, now }: Subject, { spans }: Sheet): void {
  for (let seq = 0; seq < taggings.length; seq++) {
    const { tag, at } = taggings[seq]!;
    const fact = endFact(factOf('tag', at, seq, now), at, 'done');
    fact.label = tag;
    spans.push(fact);
  }
}
