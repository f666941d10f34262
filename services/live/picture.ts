import { partitionKey } from '../lib/event-stream.ts';
import { type Coverage, createCoverage, type Offsets } from './coverage.ts';
import type { LiveDelta, ToldConversation } from './feed.ts';
import { createMirror, type Mirror } from './mirror.ts';

/** A mirror, and up to which record of each partition it knows everything. */
export interface Picture {
  readonly mirror: Mirror;
  readonly coverage: Coverage;
  /** Takes news over. `now`: UTC ms. */
  play(delta: LiveDelta, now: number): void;
  /** What is stored was read while ingest stored more; it has come as far as that was. */
  readonly isWhole: boolean;
}

/**
 * What is known already is not taken from news, whatever its version: what has ended and was forgotten does not come
 * back, and what was seeded, of which no version is known, does not become older.
 *
 * @param needed how far storage had come at the most when the mirror was filled from it
 */
export function createPicture(
  needed: Offsets,
  mirror = createMirror(),
  coverage = createCoverage(),
): Picture {
  let isWhole = false;
  return {
    mirror,
    coverage,
    play({ conversations, agents, positions }, now) {
      for (const conversation of conversations) {
        if (!coverage.knows(sourceOf(conversation), conversation.offset)) mirror.apply(conversation, now);
      }
      for (const state of agents) mirror.applyAgent(state, now);
      for (const position of positions) coverage.heard(position);
    },
    get isWhole() {
      isWhole ||= coverage.reaches(needed);
      return isWhole;
    },
  };
}

function sourceOf({ stream, partition }: ToldConversation): string {
  return partitionKey({ topic: `contact.${stream}`, partition });
}
