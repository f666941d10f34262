/** Facts of agents, all within an hour unless they say when. */
export interface AgentFact {
  fact: string;
  agent: string;
  team?: string;
  queue?: string;
  state?: string;
  label?: string;
  valueMs?: number;
  score?: number;
  scale?: number;
  /** UTC ms. */
  at?: number;
}

/** A statement that stores facts, each of a conversation of its own. @param base UTC ms, of facts without a time */
export function insertOf(facts: readonly AgentFact[], base: number): string {
  const rows = facts.map((fact, i) => {
    const { state = 'done', label = '', valueMs = 0, score = 0, scale = 0, team = '', queue = '' } = fact;
    const at = `fromUnixTimestamp64Milli(${fact.at ?? base + (i % 60) * 60_000}::Int64)`;
    return `('${fact.fact}', ${at}, 'c-${i}', 'chats', 0, 1, 0, ${at}, ${at}, '${state}', '${label}', ${valueMs}, ${score}, ${scale}, '${queue}', '${team}', '${fact.agent}', 'chat', ${at})`;
  });
  return `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, label,
  value_ms, score, scale, queue, team, agent, channel, opened_at) VALUES ${rows.join(',\n')}`;
}

export const times = (count: number, make: (i: number) => AgentFact): AgentFact[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** CSAT answers, of which so many are satisfied. */
export const ratings = (agent: string, satisfied: number, of: number, more: Partial<AgentFact> = {}) =>
  times(of, (i) => ({
    fact: 'rating',
    label: 'csat',
    agent,
    score: i < satisfied ? 5 : 1,
    scale: 5,
    ...more,
  }));
