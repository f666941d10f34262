import type { Difference } from '../../domain/measure/difference.ts';
import { type Fact, sameDimensions } from '../../domain/measure/fact.ts';
import type { Timeline } from '../../domain/timeline/timeline.ts';
import { instant, text, uint8, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import { TELLING } from '../../metrics/rows/surveys.ts';

export type TellingRows = ReturnType<typeof tellingRows>;

/** Rows of `tellings`. */
export function tellingRows() {
  return rowsOf({
    conversation_id: text(),
    fact: word(),
    at: instant(),
    stream: word(),
    seq: uint32(),
    opened_at: instant(),
    version: uint32(),
    is_deleted: uint8(),
    ended_at: instant(),
    label: word(),
    queue: word(),
    team: word(),
    agent: word(),
    channel: word(),
    priority: word(),
    customer_tier: word(),
    policy: word(),
    stored_at: instant(),
  });
}

/** What a unit of ingest changes of a conversation. */
export interface Told extends Difference {
  timeline: Pick<Timeline, 'stream' | 'conversationId' | 'openedAt' | 'channel'>;
  version: number;
}

/**
 * Writes what has changed of what tells whose a conversation is. A spell that was the solution and is another status now
 * tells nothing any more.
 *
 * @param storedAt UTC ms; the unit's note says the same
 */
export function writeTellings(rows: TellingRows, change: Told, storedAt: number): void {
  const { upserts, tombstones, moved } = change;
  for (const fact of upserts)
    if (tells(fact) && !moved.some((old) => tellsTheSame(old, fact))) write(rows, change, fact, 0, storedAt);
  for (const fact of tombstones) if (tells(fact)) write(rows, change, fact, 1, storedAt);
  for (const fact of moved) {
    const isSolution = fact.fact === 'status_spell' && tells(fact);
    if (isSolution && !upserts.some((one) => sameKey(one, fact) && tells(one)))
      write(rows, change, fact, 1, storedAt);
  }
}

/** As `TELLS` has it. */
function tells({ fact, label }: Fact): boolean {
  return fact === 'status_spell' ? label === 'solved' : TELLING.some((one) => one === fact);
}

/** Of a conversation its end and status tell nothing, of a solution how long it held. */
function tellsTheSame(old: Fact, fact: Fact): boolean {
  return (
    (fact.fact === 'conversation' || fact.fact === 'status_spell') &&
    sameKey(old, fact) &&
    tells(old) &&
    sameDimensions(old, fact)
  );
}

function sameKey(a: Fact, b: Fact): boolean {
  return a.fact === b.fact && a.at === b.at && a.seq === b.seq;
}

function write(
  { columns }: TellingRows,
  { timeline, version }: Told,
  fact: Fact,
  isDeleted: 0 | 1,
  storedAt: number,
): void {
  columns.conversation_id.add(timeline.conversationId);
  columns.fact.add(fact.fact);
  columns.at.add(fact.at);
  columns.stream.add(timeline.stream);
  columns.seq.add(fact.seq);
  columns.opened_at.add(timeline.openedAt);
  columns.version.add(version);
  columns.is_deleted.add(isDeleted);
  columns.ended_at.add(fact.endedAt ?? 0);
  columns.label.add(fact.label);
  columns.queue.add(fact.queue);
  columns.team.add(fact.team);
  columns.agent.add(fact.agent);
  columns.channel.add(timeline.channel);
  columns.priority.add(fact.priority);
  columns.customer_tier.add(fact.customerTier);
  columns.policy.add(fact.policy);
  columns.stored_at.add(storedAt);
}
