import { z } from 'zod';
import type { TicketBody } from '../../../../schemas/types.ts';
import { optionalIdOf } from '../ticket-events.ts';
import { type Conversation, priorityOf, statusOf } from './conversation.ts';

const labels = z.array(z.string());

/** `changed_attributes`: a list of `{ attribute: { previous_value, current_value } }`. */
export const changedAttributes = z
  .array(z.record(z.string(), z.object({ previous_value: z.unknown(), current_value: z.unknown() })))
  .transform((list) => new Map(list.flatMap((change) => Object.entries(change))));
type Changed = z.output<typeof changedAttributes>;

/** A conversation that already has an agent was assigned as it was created; a bot that has it is none. */
export function created(conversation: Conversation): TicketBody[] {
  const { status, priority, meta } = conversation;
  const bodies: TicketBody[] = [
    { type: 'created', status: statusOf(status) ?? 'new', priority: priorityOf(priority) },
  ];
  return meta.assignee ? [...bodies, assigned(conversation)] : bodies;
}

/** What became of a conversation, by the attributes that changed; attributes that we do not count give nothing. */
export function updated(conversation: Conversation, changed: Changed): TicketBody[] {
  const bodies: TicketBody[] = [];
  if (changed.has('status')) bodies.push(...statusChanged(conversation.status));
  if (changed.has('assignee_id') || changed.has('team_id')) bodies.push(assigned(conversation));
  const priority = priorityOf(conversation.priority);
  if (changed.has('priority') && priority !== null) bodies.push({ type: 'priority_changed', priority });
  const tagged = changed.get('label_list');
  if (tagged !== undefined) bodies.push(...relabelled(tagged.previous_value, tagged.current_value));
  return bodies;
}

export function statusChanged(status: string): TicketBody[] {
  const ours = statusOf(status);
  return ours === null ? [] : [{ type: 'status_changed', status: ours }];
}

function assigned({ meta }: Conversation): TicketBody {
  return {
    type: 'assigned',
    agent_id: optionalIdOf('chatwoot', meta.assignee),
    team: optionalIdOf('chatwoot', meta.team?.id),
  };
}

function relabelled(previous: unknown, current: unknown): TicketBody[] {
  const before = labels.catch([]).parse(previous);
  const after = labels.catch([]).parse(current);
  const added = after.filter((label) => !before.includes(label));
  const removed = before.filter((label) => !after.includes(label));
  return added.length + removed.length > 0 ? [{ type: 'tagged', added, removed }] : [];
}
