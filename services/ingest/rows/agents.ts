import type { AgentScheduled, AgentStateChanged } from '../../../schemas/types.ts';
import type { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { AgentRecord } from '../stages/enrich.ts';

export const AGENT_STATE_COLUMNS = [
  'agent_id',
  'at',
  'event_id',
  'team',
  'state',
  'slots',
  'slots_busy',
  'queues',
] as const;

export const AGENT_SCHEDULE_COLUMNS = [
  'agent_id',
  'starts_at',
  'ends_at',
  'activity',
  'team',
  'planned_at',
] as const;

/** Writes a row of `agent_states`. Without slots an agent handles one conversation at a time. */
export function writeAgentState(
  rows: RowBinaryWriter,
  { value, team }: AgentRecord,
  body: AgentStateChanged,
): void {
  rows.string(value.agent_id);
  rows.int64(value.occurred_at);
  rows.string(value.event_id);
  rows.string(team);
  rows.string(body.state);
  rows.uint16(body.slots ?? 1);
  rows.uint16(body.slots_busy ?? (body.state === 'busy' ? 1 : 0));
  rows.strings(body.queues);
  rows.endRow();
}

/** Writes a row of `agent_schedules`. */
export function writeAgentSchedule(
  rows: RowBinaryWriter,
  { value, team }: AgentRecord,
  body: AgentScheduled,
): void {
  rows.string(value.agent_id);
  rows.int64(body.starts_at);
  rows.int64(body.ends_at);
  rows.string(body.activity);
  rows.string(team);
  rows.int64(value.occurred_at);
  rows.endRow();
}
