import type { Actor } from '../../../../schemas/types.ts';
import { optionalIdOf } from '../ticket-events.ts';
import { authorOf } from './author.ts';
import type { Conversation } from './conversation.ts';

/**
 * Who began a conversation, which Chatwoot does not say.
 *
 * Its notification of the creation has the newest public message: the first one, or what a program sent in answer
 * before the notification was written. A customer who has written leaves it unread; a template is only ever sent
 * to one who has. So the company began it where its message is the newest and nothing is unread.
 */
export function openerOf({ messages, unread_count, meta }: Conversation): Actor {
  const newest = messages.at(-1);
  if (newest?.message_type === 'outgoing' && unread_count === 0) return authorOf(newest, meta.assignee);
  const customer = optionalIdOf('chatwoot', meta.sender?.id);
  return { kind: customer === null ? 'system' : 'customer', id: customer };
}
