import { z } from 'zod';
import { messageOf, ticketEvents } from '../ticket-events.ts';
import { epochSeconds, id, isoTime, writing } from '../vendor-values.ts';
import type { Translation } from '../webhook.ts';
import { authorOf, authorship } from './author.ts';
import { conversation, envelopeOf, openedAt } from './conversation.ts';

export const message = authorship.extend({
  id,
  created_at: z.union([isoTime, epochSeconds]),
  private: z.boolean().default(false),
  content: writing,
  conversation,
});
type Message = z.output<typeof message>;

/** Messages about what happened (`activity`) are nobody's; the rest is a message of whoever wrote it. */
export function fromMessage(of: Message): Translation {
  if (of.message_type === 'activity') return { ignored: 'not_mapped' };
  const opened = openedAt(of.conversation);
  if (opened === null) return { ignored: 'no_creation_time' };
  const author = authorOf(of, of.conversation.meta.assignee);
  const envelope = envelopeOf(of.conversation, opened, of.created_at, author);
  return {
    events: ticketEvents(`chatwoot:message:${of.id}`, envelope, [messageOf(!of.private, of.content)]),
  };
}
