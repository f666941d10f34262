import type { AgentScheduled } from '../../../schemas/types.ts';
import { instant, text, uint16, word, words } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { AgentRecord } from '../stages/enrich.ts';

export type AgentStateRows = ReturnType<typeof agentStateRows>;
export type AgentScheduleRows = ReturnType<typeof agentScheduleRows>;

/** Rows of `agent_states`. */
export function agentStateRows() {
  return rowsOf({
    agent_id: word(),
    at: instant(),
    event_id: text(),
    team: word(),
    state: word(),
    slots: uint16(),
    slots_busy: uint16(),
    queues: words(),
  });
}

/** Rows of `agent_schedules`. */
export function agentScheduleRows() {
  return rowsOf({
    agent_id: word(),
    starts_at: instant(),
    ends_at: instant(),
    activity: word(),
    team: word(),
    planned_at: instant(),
  });
}

/** What a change of state says; null of other events. Without slots an agent handles one conversation at a time. */
export function agentStateOf({ value, queues }: Pick<AgentRecord, 'value' | 'queues'>) {
  const { event } = value;
  if (event.type !== 'state_changed') return null;
  const { state, slots, slots_busy } = event;
  return { state, slots: slots ?? 1, slotsBusy: slots_busy ?? (state === 'busy' ? 1 : 0), queues };
}

export function writeAgentState({ columns }: AgentStateRows, record: AgentRecord): void {
  const { value, team } = record;
  const { state, slots, slotsBusy, queues } = agentStateOf(record)!;
  columns.agent_id.add(value.agent_id);
  columns.at.add(value.occurred_at);
  columns.event_id.add(value.event_id);
  columns.team.add(team);
  columns.state.add(state);
  columns.slots.add(slots);
  columns.slots_busy.add(slotsBusy);
  columns.queues.add(queues);
}

export function writeAgentSchedule(
  { columns }: AgentScheduleRows,
  { value, team }: AgentRecord,
  body: AgentScheduled,
): void {
  columns.agent_id.add(value.agent_id);
  columns.starts_at.add(body.starts_at);
  columns.ends_at.add(body.ends_at);
  columns.activity.add(body.activity);
  columns.team.add(team);
  columns.planned_at.add(value.occurred_at);
}
