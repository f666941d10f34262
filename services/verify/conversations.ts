import type { ConversationSummary } from '../domain/measure/conversation.ts';
import { difference } from '../domain/measure/difference.ts';
import type { Fact } from '../domain/measure/fact.ts';
import { measure } from '../domain/measure/measure.ts';
import { refKey } from '../domain/timeline/conversation-key.ts';
import type { Channel, Stream, Timeline } from '../domain/timeline/timeline.ts';
import type { TimelineStore } from '../ingest/tracker/store.ts';
import type { Change } from '../ingest/tracker/tracker.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { type ConversationRef, readConversations, readFacts, type StoredConversation } from './stored.ts';
import { takeUntold } from './untold.ts';

/** How the stored rows of a conversation differ from what its events come to. */
export interface Discrepancy {
  ref: ConversationRef;
  /** What would make the rows right; it is what ingest writes, so that a repair is one more write of it. */
  change: Change & { timeline: Timeline };
  /** Whether the row of `conversations` is wrong; otherwise only facts are. */
  conversation: boolean;
}

export interface Comparison {
  facts: number;
  discrepancies: Discrepancy[];
  /** What would make facts say what came before them; see `untold.ts`. */
  untold: Discrepancy[];
}

const MAX_UINT16 = 65_535;

/**
 * Measures conversations of one stream anew and compares the result with what is stored.
 *
 * @param onTimeline is given each conversation that has events
 */
export async function compareConversations(
  { clickhouse, timelines }: { clickhouse: ClickHouse; timelines: TimelineStore },
  stream: Stream,
  refs: readonly ConversationRef[],
  onTimeline: (timeline: Timeline) => void = () => {},
): Promise<Comparison> {
  const [events, facts, conversations] = await Promise.all([
    timelines.read(stream, refs),
    readFacts(clickhouse, stream, refs),
    readConversations(clickhouse, stream, refs),
  ]);
  const result: Comparison = { facts: 0, discrepancies: [], untold: [] };
  for (const ref of refs) {
    const { conversationId } = ref;
    const key = refKey(ref);
    const known = events.get(key);
    const stored = facts.get(key) ?? { facts: [], version: 0 };
    const row = conversations.get(key);
    result.facts += stored.facts.length;
    const timeline: Timeline = known
      ? { stream, conversationId, ...known }
      : { stream, conversationId, openedAt: ref.openedAt, channel: '' as Channel, events: [] };
    if (known) onTimeline(timeline);
    const measured = known ? measure(timeline) : { facts: [], summary: NOTHING };
    const expected = measured.facts.map(asStored);
    const untold = takeUntold(stored.facts, expected);
    const about = {
      timeline,
      // A later event must still get the better of it: never more than is stored already.
      version: Math.max(timeline.events.length, stored.version, row?.version ?? 0),
      summary: measured.summary,
    };
    if (untold.length > 0) {
      const change = { ...about, upserts: untold, tombstones: [], moved: [] };
      result.untold.push({ ref, change, conversation: false });
    }
    const change: Discrepancy['change'] = { ...about, ...difference(stored.facts, expected) };
    const conversation = !sameRow(row, timeline, measured.summary);
    if (conversation || change.upserts.length > 0 || change.tombstones.length > 0) {
      result.discrepancies.push({ ref, change, conversation });
    }
  }
  return result;
}

/** A fact as its columns hold it. */
function asStored(fact: Fact): Fact {
  return { ...fact, score: Math.fround(fact.score), scale: Math.min(fact.scale, MAX_UINT16) };
}

function sameRow(
  row: StoredConversation | undefined,
  timeline: Timeline,
  summary: ConversationSummary,
): boolean {
  const { events, openedAt } = timeline;
  if (row === undefined) return events.length === 0;
  const expected = [
    timeline.channel,
    summary.queue,
    summary.team,
    summary.agent,
    summary.priority,
    summary.customerId,
    summary.customerTier,
    summary.policy,
    summary.status,
    summary.lastEventAt,
    summary.endedAt ?? 0,
    ...[summary.customerMessages, summary.agentMessages, summary.transfers, summary.reopens].map((count) =>
      Math.min(count, MAX_UINT16),
    ),
  ];
  return (
    row.openedAt === openedAt &&
    row.version === events.length &&
    expected.every((value, i) => value === row.columns[i])
  );
}

/** Of a conversation without events: rows of it are wrong whatever they say. */
const NOTHING: ConversationSummary = {
  queue: '',
  team: '',
  agent: '',
  priority: '',
  customerTier: '',
  policy: '',
  customerId: '',
  status: '',
  lastEventAt: 0,
  endedAt: null,
  customerMessages: 0,
  agentMessages: 0,
  transfers: 0,
  reopens: 0,
};
