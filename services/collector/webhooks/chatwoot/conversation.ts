import { z } from 'zod';
import type { Actor } from '../../../../schemas/types.ts';
import type { Channel } from '../../../domain/timeline/timeline.ts';
import { idOf, optionalIdOf, type TicketEnvelope } from '../ticket-events.ts';
import { epochSeconds, id, tags } from '../vendor-values.ts';
import { assignee, authorship } from './author.ts';

const person = z.object({ id: id.nullish() });

/** What browsers write for a date, as the chat widget sends it. */
const writtenDate = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: 'custom', message: 'is no date' });
  return z.NEVER;
});

/** A conversation as Chatwoot's webhooks have it: after what happened. */
export const conversation = z.object({
  id,
  inbox_id: id.nullish(),
  channel: z.string().nullish(),
  status: z.string(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']).nullish(),
  labels: tags.default([]),
  /** Before version 2 only the widget said when the conversation was begun. */
  created_at: epochSeconds.optional(),
  additional_attributes: z
    .object({ initiated_at: z.object({ timestamp: writtenDate }).optional() })
    .nullish(),
  updated_at: epochSeconds.optional(),
  timestamp: epochSeconds,
  /** The newest public message, in a list; of the customer's messages how many no agent has seen. */
  messages: z.array(authorship).catch([]),
  unread_count: z.number().catch(0),
  meta: z.object({ sender: person.nullish(), assignee: assignee.nullish(), team: person.nullish() }),
});
export type Conversation = z.output<typeof conversation>;

const PRIORITIES = { low: 'low', medium: 'normal', high: 'high', urgent: 'urgent' } as const;

export function priorityOf(priority: Conversation['priority']): string | null {
  return priority ? PRIORITIES[priority] : null;
}

/**
 * - `pending`: a bot has it, or nobody has looked yet. That is not our pending, which waits for the customer.
 * - `snoozed`: put off. The customer may well be waiting, so the time counts as theirs.
 */
const STATUSES = new Map([
  ['open', 'open'],
  ['resolved', 'solved'],
  ['pending', 'new'],
  ['snoozed', 'on_hold'],
]);

export function statusOf(status: string): string | null {
  return STATUSES.get(status) ?? null;
}

const CHANNELS = new Map<string, Channel>([
  ['Channel::WebWidget', 'chat'],
  ['Channel::Email', 'email'],
  ['Channel::FacebookPage', 'social'],
  ['Channel::Instagram', 'social'],
  ['Channel::TwitterProfile', 'social'],
  ['Channel::Tiktok', 'social'],
  ['Channel::Api', 'api'],
  ['Channel::Voice', 'voice'],
]);

/** When the conversation was created, or null where an old Chatwoot does not say. */
export function openedAt({ created_at, additional_attributes }: Conversation): number | null {
  return created_at ?? additional_attributes?.initiated_at?.timestamp ?? null;
}

export function envelopeOf(
  of: Conversation,
  opened: number,
  occurredAt: number,
  actor: Actor,
): TicketEnvelope {
  const customer = optionalIdOf('chatwoot', of.meta.sender?.id);
  return {
    occurred_at: occurredAt,
    conversation_id: idOf('chatwoot', of.id),
    opened_at: opened,
    channel: CHANNELS.get(of.channel ?? '') ?? 'messaging',
    source: 'chatwoot',
    actor,
    queue: optionalIdOf('chatwoot', of.inbox_id),
    customer: customer === null ? null : { id: customer, tier: null },
    tags: of.labels,
  };
}
