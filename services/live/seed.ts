import type { FactState } from '../domain/measure/fact.ts';
import { trackingKey } from '../domain/timeline/conversation-key.ts';
import type { Channel, Stream } from '../domain/timeline/timeline.ts';
import type { ClickHouse, Parameters } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { AGENT_STATE_MAX_MS, LATEST_AGENT_STATES } from '../metrics/live/agents.ts';
import { HANDLED_MS, RECENT_MS } from '../metrics/live/queues.ts';
import { narrowed } from '../metrics/rows/narrowed.ts';
import { MAX_LATELY } from './lately-rows.ts';
import {
  type EndedHandling,
  type EndedStay,
  type LiveAgentState,
  type LiveConversation,
  type LiveFact,
  TOLD_LONGER_MS,
} from './live-fact.ts';

interface Row extends LiveFact {
  stream: Stream;
  conversationId: string;
  openedAt: number;
  channel: Channel;
  version: number;
}

interface LatelyRow extends Omit<Row, 'fact' | 'seq' | 'businessMs'> {
  fact: 'queue_spell' | 'handle_spell';
  state: FactState;
  endedAt: number;
  valueMs: number;
}

interface Stored extends LiveConversation {
  facts: LiveFact[];
  lately: { stays: EndedStay[]; handled: EndedHandling[] };
}

/** What is stored of conversations that are open, or of which something ended lately. */
export interface StoredLive {
  conversations: readonly LiveConversation[];
  /** Not more ended lately than a mirror takes; else none of it was read, and figures of it are to be had from storage until so long after this time, UTC ms. */
  lostUntil: number | null;
}

const OF = `queue, team, agent, priority, customer_tier AS customerTier, policy, stream,
  conversation_id AS conversationId, channel, version, toUnixTimestamp64Milli(opened_at)::Float64 AS openedAt`;

const OPEN = `SELECT fact, toUnixTimestamp64Milli(at)::Float64 AS at, label, target_ms::Float64 AS targetMs, seq,
  business_ms::Float64 AS businessMs, ${OF}
FROM facts FINAL
WHERE ${narrowed(["((fact IN ('queue_spell', 'handle_spell') AND state = 'open') OR (fact = 'sla_target' AND state = 'active'))"])}`;

const STAYS = `fact = 'queue_spell' AND state != 'open' AND at >= fromUnixTimestamp64Milli({staysFrom:Int64})`;
const HANDLED =
  "fact = 'handle_spell' AND state = 'done' AND ended_at >= fromUnixTimestamp64Milli({handledFrom:Int64})";

const latelyFrom = (where: string) => `SELECT fact, toUnixTimestamp64Milli(at)::Float64 AS at, state, label,
  toUnixTimestamp64Milli(ended_at)::Float64 AS endedAt, value_ms::Float64 AS valueMs, target_ms::Float64 AS targetMs, ${OF}
FROM facts FINAL
WHERE ${where}
LIMIT {limit:UInt32}`;

const LATEST = `SELECT toUnixTimestamp64Milli(max(greatest(at, ended_at)))::Float64 AS latest
FROM facts
WHERE (${STAYS}) OR (${HANDLED})`;

/**
 * What is open, and what ended lately, as it is stored, a little more than figures look at. The two are read at instants of
 * their own, so a conversation may be of two versions at once: what is told of it from before the reading on settles it.
 *
 * @param now UTC ms
 */
export async function readStoredConversations(
  clickhouse: ClickHouse,
  now: number,
  maxLately = MAX_LATELY,
): Promise<StoredLive> {
  const params = {
    staysFrom: now - RECENT_MS - TOLD_LONGER_MS,
    handledFrom: now - HANDLED_MS - TOLD_LONGER_MS,
  };
  const readLately = (where: string) =>
    clickhouse.query<LatelyRow>({ sql: latelyFrom(where), params: { ...params, limit: maxLately + 1 } });
  const [open, stays, handled] = await Promise.all([
    clickhouse.query<Row>({ sql: OPEN, params: {} }),
    readLately(STAYS),
    readLately(narrowed([HANDLED])),
  ]);
  const isTooMuch = stays.length + handled.length > maxLately;
  const found = new Map<string, Stored>();
  const at = (row: Omit<Row, 'fact' | 'seq' | 'businessMs'>) => conversationOf(found, row);
  for (const row of open) at(row).facts.push(liveFactOf(row));
  if (!isTooMuch) {
    for (const row of stays) at(row).lately.stays.push(row);
    for (const row of handled) at(row).lately.handled.push(row);
  }
  return {
    conversations: [...found.values()],
    lostUntil: isTooMuch ? await readLatest(clickhouse, params) : null,
  };
}

async function readLatest(clickhouse: ClickHouse, params: Parameters): Promise<number> {
  const [row] = await clickhouse.query<{ latest: number }>({ sql: LATEST, params });
  return row!.latest;
}

/** Its version is that of the newest of its facts that were read. */
function conversationOf(
  found: Map<string, Stored>,
  { stream, conversationId, openedAt, channel, version }: Omit<LiveConversation, 'facts' | 'lately'>,
): Stored {
  const of = { stream, conversationId, openedAt, channel, version };
  const conversation = getOrInsert<string, Stored>(found, trackingKey(stream, of), () => ({
    ...of,
    facts: [],
    lately: { stays: [], handled: [] },
  }));
  conversation.version = Math.max(conversation.version, version);
  return conversation;
}

function liveFactOf({ stream, conversationId, openedAt, channel, version, ...fact }: Row): LiveFact {
  return fact;
}

/** The state that each agent was last told to be in. `now`: UTC ms. */
export function readStoredAgents(clickhouse: ClickHouse, now: number): Promise<LiveAgentState[]> {
  return clickhouse.query<LiveAgentState>({
    sql: `SELECT agent_id AS agent, toUnixTimestamp64Milli(last_at)::Float64 AS at, last_event AS eventId, team, state,
  slots, slots_busy AS slotsBusy, queues
FROM (${LATEST_AGENT_STATES})`,
    params: { from: now - AGENT_STATE_MAX_MS, now },
  });
}
