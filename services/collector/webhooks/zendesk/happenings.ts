import { z } from 'zod';
import type { Actor, TicketBody } from '../../../../schemas/types.ts';
import type { Fault } from '../../../lib/errors.ts';
import { faultsOf, idOf, messageOf, optionalIdOf } from '../ticket-events.ts';
import { id, tags, writing } from '../vendor-values.ts';
import { changerOf, type Detail, isSystem, openerOf, priority, SYSTEM, status } from './detail.ts';

/** What a notification says that happened, in our words. */
interface Happening {
  actor: Actor;
  bodies: TicketBody[];
}

/** Reads the `event` of one type of notification. */
type ReadHappening = (event: unknown, ticket: Detail) => Happening | { faults: Fault[] };

function reading<T extends z.ZodType>(
  schema: T,
  bodiesOf: (event: z.output<T>, ticket: Detail) => TicketBody[],
  actorOf: (event: z.output<T>, ticket: Detail) => Actor = (_, ticket) => changerOf(ticket),
): ReadHappening {
  return (json, ticket) => {
    const { success, data, error } = schema.safeParse(json);
    if (!success) return { faults: faultsOf(error, 'event') };
    return { actor: actorOf(data, ticket), bodies: bodiesOf(data, ticket) };
  };
}

const noFields = z.unknown();
const comment = z.object({
  comment: z.object({
    author: z.object({ id, is_staff: z.boolean() }),
    is_public: z.boolean(),
    body: writing,
  }),
});
const change = <T extends z.ZodType>(of: T) => z.object({ previous: of.nullish(), current: of.nullish() });

const READINGS: Record<string, ReadHappening> = {
  'ticket.created': reading(
    noFields,
    (_, ticket) => created(ticket),
    (_, ticket) => openerOf(ticket),
  ),
  'ticket.comment_added': reading(
    comment,
    ({ comment: { is_public, body } }) => [messageOf(is_public, body)],
    authorOf,
  ),
  'ticket.status_changed': reading(z.object({ current: status }), ({ current }) => [
    { type: 'status_changed', status: current },
  ]),
  'ticket.priority_changed': reading(change(priority), ({ current }) =>
    current ? [{ type: 'priority_changed', priority: current }] : [],
  ),
  'ticket.agent_assignment_changed': reading(change(id), ({ current }) => [assigned(current)]),
  'ticket.group_assignment_changed': reading(change(id), regrouped),
  'ticket.tags_changed': reading(
    z.object({ tags_added: tags.default([]), tags_removed: tags.default([]) }),
    ({ tags_added, tags_removed }) => [{ type: 'tagged', added: tags_added, removed: tags_removed }],
  ),
  'ticket.soft_deleted': reading(noFields, () => [{ type: 'deleted' }]),
  'ticket.permanently_deleted': reading(noFields, () => [{ type: 'deleted' }]),
  'ticket.marked_as_spam': reading(noFields, () => [{ type: 'deleted' }]),
};

/** By `type` without `zen:event-type:`; source: Zendesk's "Ticket events" webhook payloads. */
export const HAPPENINGS: ReadonlyMap<string, ReadHappening> = new Map(Object.entries(READINGS));

/** A ticket that already has an agent was assigned as it was created. */
function created({ status, priority, assignee_id }: Detail): TicketBody[] {
  const bodies: TicketBody[] = [{ type: 'created', status, priority: priority ?? null }];
  return assignee_id ? [...bodies, assigned(assignee_id)] : bodies;
}

function assigned(agent: string | null | undefined): TicketBody {
  return { type: 'assigned', agent_id: optionalIdOf('zendesk', agent), team: null };
}

/** The first group of a ticket is where it begins to wait, not a transfer; without a group it waits nowhere. */
function regrouped(
  { previous, current }: { previous?: string | null | undefined; current?: string | null | undefined },
  ticket: Detail,
): TicketBody[] {
  if (!current) return [];
  if (!previous) return [assigned(ticket.assignee_id)];
  return [{ type: 'transferred', to_queue: idOf('zendesk', current) }];
}

/**
 * Whose comment it is. The requester is the customer even where they are of the staff themselves, as employees
 * are who ask. What Zendesk did by itself (a trigger, an automation, an answer bot) is no agent's, in whosever
 * name it stands.
 */
function authorOf({ comment: { author } }: z.output<typeof comment>, ticket: Detail): Actor {
  if (!author.is_staff || author.id === ticket.requester_id) {
    return { kind: 'customer', id: idOf('zendesk', author.id) };
  }
  if (isSystem(author.id) || isSystem(ticket.actor_id)) return SYSTEM;
  return { kind: 'agent', id: idOf('zendesk', author.id) };
}
