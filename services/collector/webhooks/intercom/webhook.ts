import { z } from 'zod';
import type { OutgoingEvent } from '../../../domain/events/event.ts';
import { headerOf, isHmac } from '../signature.ts';
import { faultsOf, translated } from '../ticket-events.ts';
import type { Webhook } from '../webhook.ts';
import { type Conversation, conversation } from './conversation.ts';
import { answered, continued, opened, rated } from './happenings.ts';

/** By topic; source: "Webhook models", developers.intercom.com. */
const TOPICS = new Map<string, (of: Conversation) => OutgoingEvent[]>([
  ['conversation.user.created', opened],
  ['conversation.admin.single.created', opened],
  ['conversation.user.replied', answered],
  ['conversation.admin.replied', continued],
  ['conversation.operator.replied', continued],
  ['conversation.admin.noted', continued],
  ['conversation.admin.assigned', continued],
  ['conversation.admin.open.assigned', continued],
  ['conversation.admin.opened', continued],
  ['conversation.admin.closed', continued],
  ['conversation.admin.snoozed', continued],
  ['conversation.admin.unsnoozed', continued],
  ['conversation.rating.added', rated],
]);

const beginning = z.object({
  topic: z.string(),
  data: z.object({ item: z.object({ created_at: z.unknown() }).partial().optional() }).optional(),
});
const notification = z.object({ data: z.object({ item: conversation }) });

/**
 * Intercom's webhooks.
 *
 * Signature: `sha1=` + hex(HMAC-SHA1(body)) with the app's client secret; source: "Signed notifications",
 * developers.intercom.com. It has no time, so a replay cannot be told; it gives the same event ids.
 */
export const intercom: Webhook = {
  vendor: 'intercom',
  isSigned({ headers, body }, { secret }) {
    const [scheme, signature] = (headerOf(headers, 'x-hub-signature') ?? '').split('=');
    return scheme === 'sha1' && isHmac(signature, 'sha1', 'hex', secret, [body]);
  },
  translate(json) {
    const begun = beginning.safeParse(json);
    if (!begun.success) return { faults: faultsOf(begun.error) };
    const eventsOf = TOPICS.get(begun.data.topic);
    if (eventsOf === undefined) return { ignored: 'not_mapped' };
    if (!begun.data.data?.item?.created_at) return { ignored: 'no_creation_time' };
    const parsed = notification.safeParse(json);
    if (!parsed.success) return { faults: faultsOf(parsed.error) };
    return translated(eventsOf(parsed.data.data.item));
  },
};
