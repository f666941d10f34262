import { z } from 'zod';
import type { Actor } from '../../../../schemas/types.ts';
import type { Channel } from '../../../domain/timeline/timeline.ts';
import { idOf, optionalIdOf, type TicketEnvelope } from '../ticket-events.ts';
import { epochSeconds, id, textOf, writing } from '../vendor-values.ts';

const author = z.object({
  /** Automatic messages of the older API have an author without a type. */
  type: z.string().nullish(),
  id: id.nullish(),
  from_ai_agent: z.boolean().nullish(),
});
type Author = z.output<typeof author>;

/** Something said or done in a conversation. */
const part = z.object({
  id,
  part_type: z.string(),
  /** HTML, or nothing. */
  body: writing.transform((body) => (body ? textOf(body) : null)),
  created_at: epochSeconds,
  author,
  assigned_to: z.object({ type: z.string(), id: id.nullish() }).nullish(),
});
export type Part = z.output<typeof part>;

const message = z.object({
  id,
  /** Blank where a customer wrote on Twitter. */
  author: author.nullish(),
  type: z.string().nullish(),
  delivered_as: z.string().nullish(),
  body: writing.transform((body) => (body ? textOf(body) : null)),
});

/** A conversation, as the API has it since version 2, or before (`user`, `conversation_message`). */
export const conversation = z.object({
  id,
  created_at: epochSeconds,
  priority: z.string().nullish(),
  user: z.object({ id }).nullish(),
  contacts: z.object({ contacts: z.array(z.object({ id })) }).nullish(),
  source: message.nullish(),
  conversation_message: message.nullish(),
  assignee: z.object({ type: z.string(), id: id.nullish() }).nullish(),
  admin_assignee_id: id.nullish(),
  team_assignee_id: id.nullish(),
  tags: z.object({ tags: z.array(z.object({ name: z.string() })) }).nullish(),
  conversation_parts: z.object({ conversation_parts: z.array(part) }).nullish(),
  conversation_rating: z
    .object({
      rating: z.number(),
      /** When it was asked for. */
      created_at: epochSeconds,
      /** When it was given, or last changed; the older API does not say. */
      updated_at: epochSeconds.nullish(),
      teammate: z.object({ id: id.nullish() }).nullish(),
    })
    .nullish()
    // A conversation that nobody rated has an empty object.
    .catch(null),
});
export type Conversation = z.output<typeof conversation>;

const CHANNELS = new Map<string, Channel>([
  ['email', 'email'],
  ['facebook', 'social'],
  ['instagram', 'social'],
  ['twitter', 'social'],
  ['phone_call', 'voice'],
  ['api', 'api'],
]);

const KINDS = new Map([
  ['admin', 'agent'],
  ['user', 'customer'],
  ['lead', 'customer'],
  ['contact', 'customer'],
  ['bot', 'bot'],
]);

/** What an AI agent writes is a bot's, in whosever name; a team is nobody: in its name only programs write. */
export function actorOf({ type, id: authorId, from_ai_agent }: Author): Actor {
  const kind = from_ai_agent ? 'bot' : (KINDS.get(type ?? '') ?? 'system');
  return { kind, id: optionalIdOf('intercom', authorId) };
}

/** The message that began it. */
export function firstOf(of: Conversation) {
  return of.source ?? of.conversation_message;
}

/** `delivered_as` of messages that a program sends, be it in an admin's name. */
const AUTOMATIC = new Set(['automated', 'campaigns_initiated', 'operator_initiated']);

/**
 * Who began a conversation, or null where it does not say; source: "Conversation source", developers.intercom.com.
 * `admin_initiated` may have gone to many at once: a person sent it all the same.
 */
export function openerOf(of: Conversation): Actor | null {
  const first = firstOf(of);
  if (!first) return null;
  const author = actorOf(first.author ?? {});
  if (author.kind === 'customer') return author;
  if (first.delivered_as === 'customer_initiated') return { kind: 'customer', id: customerOf(of) };
  if (author.kind === 'agent' && !AUTOMATIC.has(first.delivered_as ?? '')) return author;
  return { kind: 'bot', id: author.kind === 'bot' ? author.id : null };
}

export function customerOf({ contacts, user }: Conversation): string | null {
  return optionalIdOf('intercom', contacts?.contacts[0]?.id ?? user?.id);
}

/** The agent that has it, or null. */
export function agentOf({ admin_assignee_id, assignee }: Conversation): string | null {
  return optionalIdOf('intercom', admin_assignee_id ?? (assignee?.type === 'admin' ? assignee.id : null));
}

export function envelopeOf(of: Conversation, occurredAt: number, actor: Actor): TicketEnvelope {
  const customer = customerOf(of);
  return {
    occurred_at: occurredAt,
    conversation_id: idOf('intercom', of.id),
    opened_at: of.created_at,
    channel: CHANNELS.get(of.source?.type ?? '') ?? 'messaging',
    source: 'intercom',
    actor,
    queue: optionalIdOf('intercom', of.team_assignee_id),
    customer: customer === null ? null : { id: customer, tier: null },
    tags: of.tags?.tags.map(({ name }) => name) ?? [],
  };
}
