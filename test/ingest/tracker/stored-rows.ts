import { crc32 } from 'node:zlib';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { refKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { Stream } from '../../../services/domain/timeline/timeline.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import type { StoredIds } from '../../../services/ingest/tracker/sparing-store.ts';
import type { StoredTimeline, TimelineStore } from '../../../services/ingest/tracker/store.ts';
import type { Change } from '../../../services/ingest/tracker/tracker.ts';
import { createEventSet } from '../../domain/timeline/event-set.ts';

interface FactRow {
  version: number;
  isDeleted: boolean;
  fact: Fact;
}

/** The tables as ClickHouse keeps them: of each key the row with the highest version, of equals the last. */
export interface StoredRows {
  store: TimelineStore;
  storedIds: StoredIds;
  writeFacts(changes: readonly Change[]): void;
  writeEvents(events: readonly ConversationEvent[]): void;
  /** What a query sees of a conversation. */
  factsOf(stream: Stream, conversationId: string): Fact[];
  /** The newest version under which any of these facts is stored. */
  versionOf(stream: Stream, conversationId: string, facts: readonly object[]): number;
  /** The facts as they are now. */
  copy(): StoredRows;
}

export function createStoredRows(copied: ReadonlyMap<string, Map<string, FactRow>> = new Map()): StoredRows {
  const facts = new Map([...copied].map(([key, rows]) => [key, new Map(rows)]));
  const timelines = new Map<string, StoredTimeline>();

  function writeFact(conversation: string, row: FactRow): void {
    let rows = facts.get(conversation);
    if (rows === undefined) {
      rows = new Map();
      facts.set(conversation, rows);
    }
    const key = `${row.fact.fact} ${row.fact.at} ${row.fact.seq}`;
    const known = rows.get(key);
    if (known === undefined || row.version >= known.version) rows.set(key, row);
  }

  return {
    store: {
      async read(stream, refs) {
        const found = new Map<string, StoredTimeline>();
        for (const ref of refs) {
          const timeline = timelines.get(`${stream}/${ref.conversationId}`);
          if (timeline !== undefined) found.set(refKey(ref), { ...timeline, events: [...timeline.events] });
        }
        return found;
      },
      forget() {},
    },
    async storedIds(stream) {
      const keys = new Set([...facts.keys(), ...timelines.keys()]);
      const mine = [...keys].filter((key) => key.startsWith(`${stream}/`));
      return mine.map((key) => crc32(key.slice(stream.length + 1)));
    },
    writeFacts(changes) {
      for (const { timeline, version, upserts, tombstones } of changes) {
        const conversation = `${timeline.stream}/${timeline.conversationId}`;
        for (const fact of upserts) writeFact(conversation, { version, isDeleted: false, fact: { ...fact } });
        for (const fact of tombstones)
          writeFact(conversation, { version, isDeleted: true, fact: { ...fact } });
      }
    },
    writeEvents(events) {
      for (const { stream, conversationId, openedAt, channel, event } of events) {
        const key = `${stream}/${conversationId}`;
        const timeline = timelines.get(key) ?? { openedAt, channel, events: [] };
        timelines.set(key, timeline);
        createEventSet(timeline.events).add(event);
      }
    },
    factsOf(stream, conversationId) {
      const rows = facts.get(`${stream}/${conversationId}`) ?? new Map<string, FactRow>();
      return [...rows.values()].filter(({ isDeleted }) => !isDeleted).map(({ fact }) => fact);
    },
    versionOf(stream, conversationId, among) {
      const rows = [...(facts.get(`${stream}/${conversationId}`)?.values() ?? [])];
      return Math.max(0, ...rows.flatMap(({ fact, version }) => (among.includes(fact) ? [version] : [])));
    },
    copy: () => createStoredRows(facts),
  };
}
