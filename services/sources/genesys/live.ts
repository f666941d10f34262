import type { Actor, ChatBody } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CustomerIds } from '../customers.ts';
import { customerIdOf } from './customer.ts';
import { agentOf, conversationIdOf, SOURCE, SYSTEM } from './events.ts';
import type { Known, KnownConversations } from './known.ts';
import type { DetailEvent } from './shapes.ts';
import { channelOf, endingOf, isContactMedia, plain } from './values.ts';
import { LIVE_VERSION } from './version.ts';

const DAY_MS = 86_400_000;
/** So long after midnight a customer who has just come may have been let in before it. */
const OVERLAP_MS = 60_000;
/** So long after midnight (UTC) a call of which the begin is not known may be one of the day before. */
const LONG_CALL_MS = 7_200_000;

interface Telling {
  at: number;
  actor: Actor;
  body: ChatBody;
}

/**
 * The events of analytics detail events (`v2.detail.events.conversation.{id}.*`), for the board: each tells one thing and
 * none tells all, so they are one version of the conversation's record, which the record of the conversation that is
 * over replaces (`version.ts`).
 *
 * They do not say when their conversation began, which is what tells conversations apart: it is the moment of the first
 * that is seen. What might have begun on the day before is left to the record, so that nothing is there twice: calls of
 * the first hours of a day, and whatever else may go on for days where its begin was not seen.
 *
 * @param name what stands behind the conversation's id in the topic, such as `acd.start`
 */
export function eventsOfDetail(
  name: string,
  detail: DetailEvent,
  conversations: KnownConversations,
  customers: CustomerIds,
): OutgoingEvent[] | { ignored: string } {
  const tell = TELLERS[name];
  if (tell === undefined || !isContactMedia(detail.mediaType)) return { ignored: 'not_counted' };
  const { conversationId: id, eventTime } = detail;
  let known = conversations.get(id);
  if (known === undefined) {
    if (mayHaveBegunBefore(name, detail)) return { ignored: 'begun_before' };
    known = conversations.begin(id, eventTime);
  }
  const contact = detail.externalContactId ?? detail.conversationExternalContactIds?.[0];
  const customer = customerIdOf(customers, contact, [detail]);
  const told = tell(detail, known, customer);
  if (told === null) return { ignored: 'not_counted' };
  const { at, actor, body } = told;
  return [
    {
      topic: 'contact.chats',
      value: {
        event_id: `${SOURCE}:${id}:live:${name}:${detail.sessionId ?? ''}:${eventTime}`,
        occurred_at: Math.max(at, known.openedAt),
        conversation_id: conversationIdOf(id),
        opened_at: known.openedAt,
        channel: channelOf(detail.mediaType) ?? 'voice',
        source: SOURCE,
        actor,
        queue: detail.queueId ?? null,
        customer: customer === '' ? null : { id: customer, tier: null },
        tags: [],
        record: { id, version: LIVE_VERSION },
        event: body,
      },
    },
  ];
}

/** Whether the conversation may be one of an earlier day (UTC), and kept as such. */
function mayHaveBegunBefore(name: string, { eventTime, direction, mediaType }: DetailEvent): boolean {
  const sinceMidnight = eventTime % DAY_MS;
  // Who is called comes in when he answers, and who calls when he is let in.
  if (name === 'customer.start' && plain(direction) !== 'outbound') return sinceMidnight < OVERLAP_MS;
  return plain(mediaType) !== 'voice' || sinceMidnight < LONG_CALL_MS;
}

type Teller = (detail: DetailEvent, known: Known, customer: string) => Telling | null;

const TELLERS: Readonly<Record<string, Teller>> = {
  'customer.start': ({ eventTime, direction }, _known, customer) => ({
    at: eventTime,
    actor: plain(direction) === 'outbound' ? SYSTEM : { kind: 'customer', id: customer || null },
    body: { type: 'started', priority: null },
  }),
  'acd.start': ({ eventTime }, known) => {
    known.waitingSince = eventTime;
    return { at: eventTime, actor: SYSTEM, body: { type: 'queued', position: null } };
  },
  'acd.end': left,
  'user.end': leaves,
  acw: ({ eventTime, wrapupDurationMs, userId, sessionId }, known) => ({
    at: eventTime,
    actor: agentOf(userId ?? ''),
    body: {
      type: 'wrapped_up',
      talked_until: eventTime - Math.max(0, wrapupDurationMs ?? 0),
      held_ms: known.held.get(sessionId ?? '') ?? 0,
    },
  }),
  'customer.end': ({ eventTime, disconnectType }, known, customer) => {
    known.talking.clear();
    const isOwn = endingOf(disconnectType) === 'own';
    const actor: Actor = isOwn ? { kind: 'customer', id: customer || null } : SYSTEM;
    return { at: eventTime, actor, body: { type: 'ended', resolved: null } };
  },
};

/** While an agent talks, who waits in a queue is a colleague who is asked: that leads to nothing but an answer. */
function left(detail: DetailEvent, known: Known, customer: string): Telling | null {
  const { eventTime: at, acdOutcome, answeredUserId, queueId } = detail;
  const outcome = plain(acdOutcome);
  if (outcome === 'answered') {
    known.waitingSince = null;
    known.talking.add(answeredUserId ?? '');
    return { at, actor: agentOf(answeredUserId ?? ''), body: { type: 'answered' } };
  }
  if (known.talking.size > 0) return null;
  known.waitingSince = null;
  if (outcome === 'abandon') {
    return { at, actor: { kind: 'customer', id: customer || null }, body: { type: 'abandoned' } };
  }
  if (outcome !== 'flowout' || !queueId) return null;
  return { at, actor: SYSTEM, body: { type: 'transferred', to_queue: queueId } };
}

/** Who hangs up is told of by the end of the contact or by after-call work; who gives it on, here. */
function leaves(detail: DetailEvent, known: Known): Telling | null {
  const { eventTime, userId, sessionId, heldDurationMs, disconnectType, queueId } = detail;
  const talked = known.talking.delete(userId ?? '');
  if (heldDurationMs && sessionId) known.held.set(sessionId, Math.round(Math.max(0, heldDurationMs)));
  if (!talked || endingOf(disconnectType) !== 'transfer' || !queueId) return null;
  // The queue that it goes to may have it already, and must not lose it again.
  const at = Math.min(eventTime, known.waitingSince ?? eventTime);
  return { at, actor: agentOf(userId ?? ''), body: { type: 'transferred', to_queue: queueId } };
}
