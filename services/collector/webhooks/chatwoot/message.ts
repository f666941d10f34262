import { z } from 'zod';
import type { Actor } from '../../../../schemas/types.ts';
import { optionalIdOf, ticketEvents } from '../ticket-events.ts';
import { epochSeconds, id, isoTime } from '../vendor-values.ts';
import type { Translation } from '../webhook.ts';
import { conversation, envelopeOf, openedAt } from './conversation.ts';

const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const;

export const message = z.object({
  id,
  created_at: z.union([isoTime, epochSeconds]),
  message_type: z.union([
    z.enum(TYPES),
    z
      .int()
      .min(0)
      .max(TYPES.length - 1)
      .transform((index) => TYPES[index]!),
  ]),
  private: z.boolean().default(false),
  sender: z.object({ id: id.nullish(), type: z.string().nullish() }).nullish(),
  conversation,
});
type Message = z.output<typeof message>;

/** Messages about what happened (`activity`) are nobody's; the rest is a message of whoever sent it. */
export function fromMessage(of: Message): Translation {
  if (of.message_type === 'activity') return { ignored: 'not_mapped' };
  const opened = openedAt(of.conversation);
  if (opened === null) return { ignored: 'no_creation_time' };
  const envelope = envelopeOf(of.conversation, opened, of.created_at, senderOf(of));
  return {
    events: ticketEvents(`chatwoot:message:${of.id}`, envelope, [{ type: 'message', public: !of.private }]),
  };
}

/** Templates, such as greetings, are sent by Chatwoot itself; a bot may send like an agent. */
function senderOf({ message_type, sender }: Message): Actor {
  const sentBy = optionalIdOf('chatwoot', sender?.id);
  if (message_type === 'incoming') return { kind: 'customer', id: sentBy };
  const human = message_type === 'outgoing' && sender?.type === 'user';
  return { kind: human ? 'agent' : 'bot', id: sentBy };
}
