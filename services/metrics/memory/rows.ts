import type { Dimension } from '../definition/metric.ts';
import type { Row } from '../evaluate/fold.ts';

/** A row in memory with what tells which bucket and group it belongs to. */
export interface PlacedRow {
  row: Row;
  /** The instant that decides the bucket, UTC ms. */
  at: number;
  /** The values of the dimensions that are grouped by. */
  group: string[];
}

/** A fact in memory, with the columns of the table `facts`. Times are UTC ms, durations ms. */
export interface FactRow {
  fact: string;
  at: number;
  conversation_id: string;
  stream: string;
  /** When the conversation was opened. */
  opened_at: number;
  seq: number;
  /** 0 while it has not ended. */
  ended_at: number;
  state: string;
  label: string;
  value_ms: number;
  business_ms: number;
  target_ms: number;
  hold_ms: number;
  wrap_ms: number;
  bot_ms: number;
  bot_business_ms: number;
  score: number;
  scale: number;
  queue: string;
  team: string;
  agent: string;
  channel: string;
  priority: string;
  customer_tier: string;
  policy: string;
  customer_id: string;
}

/** A state that an agent was told to be in, with the columns of `agent_states`. */
export interface AgentStateRow {
  agent_id: string;
  /** UTC ms. */
  at: number;
  event_id: string;
  team: string;
  state: string;
  slots: number;
  slots_busy: number;
}

/** Planned work, with the columns of `agent_schedules`. Times are UTC ms. */
export interface AgentScheduleRow {
  agent_id: string;
  starts_at: number;
  ends_at: number;
  activity: string;
  team: string;
  planned_at: number;
}

/** All that metrics are made of. */
export interface Everything {
  facts: readonly FactRow[];
  states: readonly AgentStateRow[];
  schedules: readonly AgentScheduleRow[];
}

/** The values of a row's dimensions, in order. */
export function groupOf<R extends object>(
  row: R,
  groupBy: readonly Dimension[],
  columns: Readonly<Partial<Record<Dimension, keyof R>>>,
): string[] {
  return groupBy.map((dimension) => String(row[columns[dimension]!]));
}
