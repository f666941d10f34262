import type { ClickHouse } from '../../../../services/lib/clickhouse/client.ts';

/** A fact of a conversation of its own, at an instant. */
export interface DatedFact {
  fact: string;
  /** UTC ms. */
  at: number;
  queue?: string;
  team?: string;
  agent?: string;
  state?: string;
  label?: string;
  valueMs?: number;
  score?: number;
  scale?: number;
  customer?: string;
}

/** Stores facts. @param prefix of the ids of their conversations */
export async function insertFacts(
  clickhouse: ClickHouse,
  facts: readonly DatedFact[],
  prefix: string,
): Promise<void> {
  const rows = facts.map((fact, i) => {
    const { state = 'done', label = '', valueMs = 0, score = 0, scale = 0, customer = '' } = fact;
    const { queue = '', team = '', agent = '' } = fact;
    const at = `fromUnixTimestamp64Milli(${fact.at}::Int64)`;
    return `('${fact.fact}', ${at}, '${prefix}-${i}', 'chats', 0, 1, 0, ${at}, ${at}, '${state}', '${label}', ${valueMs}, ${score}, ${scale}, '${queue}', '${team}', '${agent}', 'chat', ${at}, '${customer}')`;
  });
  await clickhouse.command(`INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at,
  state, label, value_ms, score, scale, queue, team, agent, channel, opened_at, customer_id) VALUES ${rows.join(',\n')}`);
}
