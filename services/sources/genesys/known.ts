/** What is known of a conversation from the detail events that have come. UTC ms. */
export interface Known {
  openedAt: number;
  /** Agents who talk. */
  talking: Set<string>;
  /** Since when it waits in a queue; null while it does not. */
  waitingSince: number | null;
  /** Time on hold of sessions that have ended, by session. */
  held: Map<string, number>;
}

/** The conversations that are under way. */
export interface KnownConversations {
  get(id: string): Known | undefined;
  begin(id: string, openedAt: number): Known;
}

/** Conversations kept at most; those untouched longest leave. */
const MAX_KNOWN = 100_000;

export function createKnownConversations(max = MAX_KNOWN): KnownConversations {
  const known = new Map<string, Known>();

  function touch(id: string, one: Known): Known {
    known.delete(id);
    known.set(id, one);
    return one;
  }

  return {
    get(id) {
      const found = known.get(id);
      return found === undefined ? undefined : touch(id, found);
    },
    begin(id, openedAt) {
      if (known.size >= max) known.delete(known.keys().next().value!);
      return touch(id, { openedAt, talking: new Set(), waitingSince: null, held: new Map() });
    },
  };
}
