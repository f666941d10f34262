import { z } from 'zod';
import { headerOf, isHmac, isRecent } from '../signature.ts';
import { faultsOf, idOf, ticketEvents, translated } from '../ticket-events.ts';
import { isoTime } from '../vendor-values.ts';
import type { Webhook } from '../webhook.ts';
import { detail, envelopeOf } from './detail.ts';
import { HAPPENINGS } from './happenings.ts';

const PREFIX = 'zen:event-type:';
const notification = z.object({ id: z.string().min(1), time: isoTime, detail, event: z.unknown() });
const beginning = z.object({
  type: z.string(),
  detail: z.object({ created_at: z.unknown() }).partial().optional(),
});

/**
 * Zendesk's event webhooks.
 *
 * Signature: base64(HMAC-SHA256(timestamp + body)); source: "Verifying webhooks", developer.zendesk.com.
 */
export const zendesk: Webhook = {
  vendor: 'zendesk',
  isSigned({ headers, body }, terms) {
    const timestamp = headerOf(headers, 'x-zendesk-webhook-signature-timestamp') ?? '';
    const signature = headerOf(headers, 'x-zendesk-webhook-signature');
    return (
      isRecent(Date.parse(timestamp), terms) &&
      isHmac(signature, 'sha256', 'base64', terms.secret, [timestamp, body])
    );
  },
  translate(json) {
    const begun = beginning.safeParse(json);
    if (!begun.success) return { faults: faultsOf(begun.error) };
    const { type } = begun.data;
    const happening = type.startsWith(PREFIX) ? HAPPENINGS.get(type.slice(PREFIX.length)) : undefined;
    if (happening === undefined) return { ignored: 'not_mapped' };
    if (!begun.data.detail?.created_at) return { ignored: 'no_creation_time' };
    const parsed = notification.safeParse(json);
    if (!parsed.success) return { faults: faultsOf(parsed.error) };
    const { id, time, detail: ticket, event } = parsed.data;
    const happened = happening(event, ticket);
    if ('faults' in happened) return happened;
    return translated(
      ticketEvents(idOf('zendesk', id), envelopeOf(ticket, time, happened.actor), happened.bodies),
    );
  },
};
