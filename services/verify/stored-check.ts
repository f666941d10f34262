import { setTimeout as sleep } from 'node:timers/promises';
import type { Stream, Timeline } from '../domain/timeline/timeline.ts';
import type { TimelineStore } from '../ingest/tracker/store.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { compareConversations, type Discrepancy } from './conversations.ts';
import { createFinding, type Finding } from './finding.ts';
import { type ConversationRef, readDays, readRefs } from './stored.ts';

const STREAMS: readonly Stream[] = ['tickets', 'chats', 'surveys'];
/** Conversations that are measured at a time. */
const CHUNK = 2_000;
/** Most rows of the days that are looked at together, if they are more than one. */
const GROUP_ROWS = 20_000;
/** Looks at a conversation that differs: ingest may be between two of its writes. */
const LOOKS = 4;
const PAUSE_MS = 1_000;

/** Measures every conversation anew from its stored events. Ingest may go on meanwhile. */
export async function checkStored(
  deps: { clickhouse: ClickHouse; timelines: TimelineStore },
  on: {
    progress: (day: string) => void;
    timeline: (timeline: Timeline) => void;
    /** Facts that do not say what came before them, of some conversations at a time. */
    untold: (conversations: readonly Discrepancy[]) => Promise<void>;
  },
): Promise<{ findings: Finding[]; discrepancies: Discrepancy[] }> {
  const conversations = createFinding('conversations against their events');
  const facts = createFinding('facts against their events');
  const discrepancies: Discrepancy[] = [];
  for (const days of inGroups(await readDays(deps.clickhouse))) {
    on.progress(days.at(-1)!);
    const all = await readRefs(deps.clickhouse, days);
    for (const stream of STREAMS) {
      const refs = all.filter((ref) => ref.stream === stream);
      for (let i = 0; i < refs.length; i += CHUNK) {
        const chunk = refs.slice(i, i + CHUNK);
        let compared = await compareConversations(deps, stream, chunk, on.timeline);
        conversations.examined += chunk.length;
        facts.examined += compared.facts;
        if (compared.untold.length > 0) await on.untold(compared.untold);
        for (let look = 1; look < LOOKS && compared.discrepancies.length > 0; look++) {
          await sleep(PAUSE_MS);
          compared = await compareConversations(deps, stream, compared.discrepancies.map(refOf));
        }
        discrepancies.push(...compared.discrepancies);
      }
    }
  }
  for (const { ref, change, conversation } of discrepancies) {
    const name = `${ref.stream} ${ref.conversationId}`;
    if (conversation) conversations.differs(name);
    for (const fact of change.upserts) facts.differs(`${name}: ${fact.fact} ${fact.seq} is missing or other`);
    for (const fact of change.tombstones)
      facts.differs(`${name}: ${fact.fact} ${fact.seq} should not be there`);
  }
  return { findings: [conversations, facts], discrepancies };
}

/** Days that have little are looked at together: garbage and wrong clocks make many of them. */
function inGroups(days: readonly { day: string; rows: number }[]): string[][] {
  const groups: string[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const one of days) {
    rows += one.rows;
    if (rows > GROUP_ROWS) {
      groups.push([]);
      rows = one.rows;
    }
    groups.at(-1)!.push(one.day);
  }
  return groups;
}

function refOf({ ref }: Discrepancy): ConversationRef {
  return ref;
}
