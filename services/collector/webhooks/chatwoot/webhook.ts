import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TicketBody } from '../../../../schemas/types.ts';
import { headerOf, isHmac, isRecent } from '../signature.ts';
import { faultsOf, idOf, ticketEvents, translated } from '../ticket-events.ts';
import type { Translation, Webhook } from '../webhook.ts';
import { changedAttributes, created, statusChanged, updated } from './changes.ts';
import { type Conversation, conversation, envelopeOf, openedAt } from './conversation.ts';
import { fromMessage, message } from './message.ts';
import { openerOf } from './opener.ts';
import { SURVEY, survey, surveyAnswered, surveySent } from './survey.ts';

const beginning = z.object({
  event: z.string(),
  changed_attributes: changedAttributes.nullish(),
  content_type: z.string().nullish(),
});
type Beginning = z.output<typeof beginning>;

/** `conversation_opened` and `conversation_resolved` are what agent bots get: their name is the new status. */
const ABOUT_CONVERSATIONS = new Map<string, (of: Conversation, begun: Beginning) => TicketBody[]>([
  ['conversation_created', (of) => created(of)],
  ['conversation_opened', () => statusChanged('open')],
  ['conversation_resolved', () => statusChanged('resolved')],
  ['conversation_status_changed', (of) => statusChanged(of.status)],
  ['conversation_updated', (of, begun) => updated(of, begun.changed_attributes ?? new Map())],
]);

const SYSTEM = { kind: 'system', id: null };

/**
 * Chatwoot's webhooks.
 *
 * Signature: `sha256=` + hex(HMAC-SHA256(timestamp + "." + body)); source: the field `secret` of a webhook in
 * Chatwoot's API reference. Older versions do not sign.
 */
export const chatwoot: Webhook = {
  vendor: 'chatwoot',
  isSigned({ headers, body }, terms) {
    const timestamp = headerOf(headers, 'x-chatwoot-timestamp') ?? '';
    const [scheme, signature] = (headerOf(headers, 'x-chatwoot-signature') ?? '').split('=');
    return (
      timestamp !== '' &&
      isRecent(Number(timestamp) * 1_000, terms) &&
      scheme === 'sha256' &&
      isHmac(signature, 'sha256', 'hex', terms.secret, [timestamp, '.', body])
    );
  },
  translate(json) {
    const begun = beginning.safeParse(json);
    if (!begun.success) return { faults: faultsOf(begun.error) };
    const { event, content_type } = begun.data;
    const isSurvey = content_type === SURVEY;
    if (event === 'message_created') {
      const written = reading(message, json, fromMessage);
      return isSurvey ? both(written, reading(survey, json, surveySent)) : written;
    }
    if (event === 'message_updated' && isSurvey) return reading(survey, json, surveyAnswered);
    const bodiesOf = ABOUT_CONVERSATIONS.get(event);
    if (bodiesOf === undefined) return { ignored: 'not_mapped' };
    return reading(conversation, json, (of) => fromConversation(event, of, bodiesOf(of, begun.data)));
  },
};

/** What a notification of a known form means, or what does not fit the form. */
function reading<T extends z.ZodType>(
  schema: T,
  json: unknown,
  translate: (of: z.output<T>) => Translation,
): Translation {
  const parsed = schema.safeParse(json);
  return parsed.success ? translate(parsed.data) : { faults: faultsOf(parsed.error) };
}

/** A notification that is two things; what is not understood of either counts for both. */
function both(one: Translation, other: Translation): Translation {
  return 'events' in one && 'events' in other
    ? { events: [...one.events, ...other.events] }
    : 'faults' in other
      ? other
      : one;
}

/**
 * Chatwoot gives what happens to a conversation neither an id nor a doer. The id is made of when and what, so
 * that it is the same when it is delivered again, or told by two notifications.
 */
function fromConversation(event: string, of: Conversation, bodies: readonly TicketBody[]): Translation {
  const opened = openedAt(of);
  if (opened === null) return { ignored: 'no_creation_time' };
  const isCreation = event === 'conversation_created';
  const at = isCreation ? opened : (of.updated_at ?? of.timestamp);
  const actor = isCreation ? openerOf(of) : SYSTEM;
  const what = createHash('sha256').update(JSON.stringify(bodies)).digest('hex').slice(0, 16);
  const cause = idOf('chatwoot', `${of.id}:${at}:${what}`);
  return translated(ticketEvents(cause, envelopeOf(of, opened, at, actor), bodies));
}
