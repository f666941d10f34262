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

/** Notes those tags that were not on the conversation before. */
export function noteTags(taggings: Tagging[], tags: readonly string[], at: number): void {
  for (const tag of tags) {
    if (taggings.length >= MAX_TAGS) return;
    if (tag !== '' && !taggings.some((known) => known.tag === tag)) taggings.push({ tag, at });
  }
}
