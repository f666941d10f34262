import { z } from 'zod';
import type { Actor } from '../../../../schemas/types.ts';
import type { Channel } from '../../../domain/timeline/timeline.ts';
import { idOf, optionalIdOf, type TicketEnvelope } from '../ticket-events.ts';
import { id, isoTime, tags } from '../vendor-values.ts';

// Written `OPEN` in some notifications and `open` in others.
const STATUSES = {
  new: 'new',
  open: 'open',
  pending: 'pending',
  hold: 'on_hold',
  solved: 'solved',
  closed: 'closed',
} as const;
export const status = z
  .string()
  .toLowerCase()
  .pipe(z.enum(Object.keys(STATUSES) as (keyof typeof STATUSES)[]))
  .transform((name) => STATUSES[name]);
export const priority = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['low', 'normal', 'high', 'urgent']));

/** The ticket as every ticket notification has it, after what happened. */
export const detail = z.object({
  id,
  created_at: isoTime,
  actor_id: id.nullish(),
  assignee_id: id.nullish(),
  group_id: id.nullish(),
  requester_id: id.nullish(),
  submitter_id: id.nullish(),
  status,
  priority: priority.nullish(),
  tags: tags.default([]),
  via: z.object({ channel: z.string() }).nullish(),
});
export type Detail = z.output<typeof detail>;

/** `via.channel`, by the values of Zendesk's "Via types"; others are forms on some web page. */
const CHANNELS = new Map<string, Channel>([
  ['email', 'email'],
  ['chat', 'chat'],
  ['native_messaging', 'messaging'],
  ['whatsapp', 'messaging'],
  ['sms', 'messaging'],
  ['line', 'messaging'],
  ['telegram', 'messaging'],
  ['facebook', 'social'],
  ['instagram_dm', 'social'],
  ['twitter', 'social'],
  ['voice', 'voice'],
  ['api', 'api'],
]);

export const SYSTEM: Actor = { kind: 'system', id: null };

/** Whether Zendesk did something by itself: it names user -1 then. */
export function isSystem(user: string | null | undefined): boolean {
  return user === '-1';
}

export function envelopeOf(ticket: Detail, occurredAt: number, actor: Actor): TicketEnvelope {
  return {
    occurred_at: occurredAt,
    conversation_id: idOf('zendesk', ticket.id),
    opened_at: ticket.created_at,
    channel: CHANNELS.get(ticket.via?.channel ?? '') ?? 'web',
    source: 'zendesk',
    actor,
    queue: optionalIdOf('zendesk', ticket.group_id),
    customer: ticket.requester_id ? { id: idOf('zendesk', ticket.requester_id), tier: null } : null,
    tags: ticket.tags,
  };
}

/** Who changed the ticket: its requester is the customer, and nobody else but staff can change it. */
export function changerOf({ actor_id, requester_id }: Detail): Actor {
  return someone(actor_id, requester_id);
}

/**
 * Who began the ticket: its submitter, who wrote the first comment. Who sent the request may be another, as where
 * a form of one's own makes tickets with an agent's token.
 */
export function openerOf({ submitter_id, actor_id, requester_id }: Detail): Actor {
  return someone(isSystem(submitter_id) ? actor_id : (submitter_id ?? actor_id), requester_id);
}

function someone(user: string | null | undefined, requester: string | null | undefined): Actor {
  if (!user || isSystem(user)) return SYSTEM;
  return { kind: user === requester ? 'customer' : 'agent', id: idOf('zendesk', user) };
}
