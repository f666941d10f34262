import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';

export const AGENTS = 1_000;
export const TEAMS = 40;
const DAY_MS = 86_400_000;
/** Conversations of one statement: as many as fit into memory beside the rest. */
const SLICE = 100_000;

export const agentOf = (number: number) => `agent-${String(number).padStart(4, '0')}`;
export const teamOf = (number: number) => `team-${number % TEAMS}`;

/**
 * Facts of conversations that are spread evenly over the days before `until`, about 12.5 each, as ingest gives them for a
 * chat or ticket that one agent solves: a fifth is rated, a tenth comes back. A hundredth is reviewed.
 */
const FACTS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, label,
  value_ms, business_ms, target_ms, score, scale, queue, team, agent, channel, priority, customer_id, earlier, opened_at)
SELECT of.1 AS fact, fromUnixTimestamp64Milli(opened + of.2) AS at, concat('c-', toString(number)), 'chats', of.3, 9, 0, at,
  at + toIntervalMillisecond(of.4), of.5, of.6, of.4, of.4, of.7, of.8, of.9, concat('queue-', toString(person % 100)),
  concat('team-', toString(person % ${TEAMS})), concat('agent-', leftPad(toString(person), 4, '0')),
  ['voice', 'chat', 'email'][1 + r % 3], 'normal', concat('customer-', toString(r % {customers:UInt64})), of.10,
  fromUnixTimestamp64Milli(opened)
FROM (
  SELECT number, cityHash64(number) AS r, r % ${AGENTS} AS person, 1000 + cityHash64(number, 'wait') % 600000 AS wait,
    60000 + cityHash64(number, 'work') % 1200000 AS work, {from:Int64} + toInt64(number * {step:Float64}) AS opened,
    -- fact, begin after opening, seq, length, state, label, target, score, scale, those of its family that ended before
    concat('{"ago":', toString(work), ',"fact":"first_response"},{"ago":', toString(work), ',"fact":"assignment"}') AS answered,
    arrayConcat([
      ('conversation', 0, 0, work, 'closed', '', 0, 0, 0, ''),
      ('queue_spell', 0, 0, wait, if(r % 9 = 0, 'abandoned', 'answered'), '', 120000, 0, 0, ''),
      ('assignment', 0, 0, wait, 'done', '', 0, 0, 0, '[]'),
      ('handle_spell', wait, 0, work, 'done', '', 0, 0, 0, concat('[', answered, ']')),
      ('first_response', 0, 0, wait, 'done', '', 0, 0, 0, '[{"ago":0,"fact":"assignment"}]'),
      ('next_response', wait, 0, work % 90000, 'done', '', 0, 0, 0, ''),
      ('status_spell', 0, 0, work, 'done', 'open', 0, 0, 0, ''),
      ('status_spell', work, 1, 600000, 'done', 'solved', 0, 0, 0, ''),
      ('first_resolution', 0, 0, work, 'solved', '', 0, 0, 0, '[]'),
      ('total_resolution', 0, 0, work, 'solved', '', 0, 0, 1 + r % 4, '[{"ago":0,"fact":"first_resolution"}]'),
      ('sla_target', 300000, 0, wait, if(wait < 300000 + person * 300, 'met', 'breached'), 'first_response', 300000, 0, 0, ''),
      ('agent_work', 0, 0, work, 'solved', '', 0, 0, 0, '')],
      if(r % 10 = 0, [('reopen', work, 0, 0, 'done', '', 0, 0, 0, '[]')], []),
      if(r % 5 < 2, [('survey_sent', work, 0, 0, 'done', 'csat', 0, 0, 0, '')], []),
      if(r % 5 = 0, [('rating', work + 1000, 0, 0, 'done', 'csat', 0, 1 + intDiv(r, 5) % (4 + person % 2), 5, '')], []),
      if(r % 100 = 1, [('rating', work + 2000, 1, 0, 'done', 'quality_review', 0, 50 + r % 51, 100, '')], []))::Array(Tuple(
        String, Int64, UInt32, Int64, String, String, Int64, Float32, UInt16, String)) AS many
  FROM numbers({first:UInt64}, {count:UInt64})
)
ARRAY JOIN many AS of`;

/** Writes the facts and merges them, as past months are merged in a center that runs. Resolves with how many there are. */
export async function writeFacts(
  clickhouse: ClickHouse,
  { conversations, days, until }: { conversations: number; days: number; until: number },
): Promise<number> {
  const from = until - days * DAY_MS;
  for (let first = 0; first < conversations; first += SLICE) {
    await clickhouse.command(FACTS, {
      from,
      step: (days * DAY_MS) / conversations,
      customers: Math.max(1, Math.round(conversations / 3)),
      first,
      count: Math.min(SLICE, conversations - first),
    });
  }
  await clickhouse.command('OPTIMIZE TABLE facts FINAL');
  return countFacts(clickhouse, from, until + DAY_MS);
}

export async function countFacts(clickhouse: ClickHouse, from: number, to: number): Promise<number> {
  const [row] = await clickhouse.query<{ facts: number }>({
    sql: `SELECT count()::Float64 AS facts FROM facts FINAL
WHERE at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})`,
    params: { from, to },
  });
  return row!.facts;
}
