import { expect, it } from 'vitest';
import type { TicketEvent } from '../../schemas/types.ts';
import type { Vendor } from '../../services/collector/webhooks/webhook.ts';
import { measure } from '../../services/domain/measure/measure.ts';
import {
  type ActorKind,
  type Channel,
  compareEvents,
  type TimelineEvent,
} from '../../services/domain/timeline/timeline.ts';
import { NO_PROMISE } from '../domain/measure/build.ts';
import { ticketsOf } from './fixtures.ts';
import {
  chatwootAbout,
  chatwootConversation,
  chatwootMessage,
  intercomAbout,
  intercomItem,
  intercomPart,
  zendeskAbout,
} from './notifications.ts';

/** Waits for a first response, in seconds, and who gave it, as the notifications of one conversation tell. */
function firstResponses(vendor: Vendor, notifications: readonly unknown[]) {
  const told = notifications.flatMap((json) => ticketsOf(vendor, json));
  const events = [...new Map(told.map((event) => [event.event_id, event])).values()].map(timelineEvent);
  events.sort(compareEvents);
  const { conversation_id, opened_at, channel } = told[0]!;
  const { facts } = measure({
    stream: 'tickets',
    conversationId: conversation_id,
    openedAt: opened_at,
    channel: channel as Channel,
    events,
  });
  return facts
    .filter(({ fact }) => fact === 'first_response')
    .map(({ endedAt, valueMs, agent }) => (endedAt === null ? 'waits' : `${valueMs / 1_000} s, ${agent}`));
}

function timelineEvent({ event_id, occurred_at, actor, queue, tags, event }: TicketEvent): TimelineEvent {
  return {
    eventId: event_id,
    occurredAt: occurred_at,
    actorKind: actor.kind as ActorKind,
    actorId: actor.id ?? '',
    queue: queue ?? '',
    customerId: '',
    customerTier: '',
    tags,
    team: '',
    stamp: NO_PROMISE,
    record: null,
    body: event,
  };
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Chatwoot: who wrote, so many seconds after the conversation was created. */
let ids = 0;
const wrote = (seconds: number, changes: Record<string, unknown>) =>
  chatwootMessage({
    id: ++ids,
    created_at: chatwootConversation.created_at + seconds,
    message_type: 'outgoing',
    conversation: {
      ...chatwootConversation,
      meta: { ...chatwootConversation.meta, assignee: { id: 3, type: 'user' } },
    },
    ...changes,
  });
const jane = { sender: { id: 3, type: 'user' } };
const customer = { message_type: 'incoming', sender: { id: 12 } };
const asked = [
  chatwootAbout('conversation_created', { messages: [{ message_type: 0 }], unread_count: 1 }),
  wrote(0, customer),
];

it('a campaign in an agent’s name is no first response', () => {
  const campaign = wrote(1, { ...jane, additional_attributes: { campaign_id: 7 } });
  expect(firstResponses('chatwoot', [...asked, campaign])).toEqual(['waits']);
  expect(firstResponses('chatwoot', [...asked, campaign, wrote(6 * MINUTE, jane)])).toEqual([
    '360 s, chatwoot:3',
  ]);
});

it('nor is an automation rule’s message', () => {
  const automation = wrote(2, { ...jane, content_attributes: { automation_rule_id: 4 } });
  expect(firstResponses('chatwoot', [...asked, automation, wrote(20 * MINUTE, jane)])).toEqual([
    '1200 s, chatwoot:3',
  ]);
});

it('a reply typed in the messenger’s own app is one, of whoever has the conversation', () => {
  const echo = wrote(5 * MINUTE, { sender: null, content_attributes: { external_echo: true } });
  expect(firstResponses('chatwoot', [...asked, echo])).toEqual(['300 s, chatwoot:3']);
});

it('where an agent wrote first, the customer’s message begins the wait, and without one nobody waits', () => {
  const proactive = [
    chatwootAbout('conversation_created', {
      messages: [{ message_type: 1, ...jane }],
      unread_count: 0,
    }),
    wrote(1, jane),
  ];
  expect(firstResponses('chatwoot', proactive)).toEqual([]);
  const answer = [wrote(3 * DAY, customer), wrote(3 * DAY + 2 * MINUTE, jane)];
  expect(firstResponses('chatwoot', [...proactive, ...answer])).toEqual(['120 s, chatwoot:3']);
});

it('Zendesk: a ticket that an agent made for the customer, and one that a form made with an agent’s token', () => {
  const at = (minutes: number) =>
    new Date(Date.parse('2022-11-22T22:11:22Z') + minutes * 60_000).toISOString();
  const comment = (minutes: number, id: string, author: object, detail: object) => ({
    ...zendeskAbout('comment_added', { comment: { author, is_public: true } }, { ...detail }),
    id,
    time: at(minutes),
  });
  const agent = { id: '77', is_staff: true };
  const requester = { id: '1234', is_staff: false };
  const proactive = { submitter_id: '77', actor_id: '77' };
  const ticket = [zendeskAbout('created', {}, proactive), comment(0, 'n-2', agent, proactive)];
  expect(firstResponses('zendesk', ticket)).toEqual([]);
  expect(
    firstResponses('zendesk', [
      ...ticket,
      comment(60, 'n-3', requester, { actor_id: '1234' }),
      comment(62, 'n-4', agent, { actor_id: '77' }),
    ]),
  ).toEqual(['120 s, zendesk:77']);

  const form = { submitter_id: '1234', actor_id: '900' };
  expect(
    firstResponses('zendesk', [
      zendeskAbout('created', {}, form),
      comment(0, 'n-2', requester, form),
      comment(1, 'n-3', agent, { actor_id: '-1' }),
      comment(30, 'n-4', agent, { actor_id: '77' }),
    ]),
  ).toEqual(['1800 s, zendesk:77']);
});

it('Intercom: a message of an admin to one customer, who answers', () => {
  const andy = { type: 'admin', id: '9' };
  const first = {
    source: { type: 'conversation', id: '900', delivered_as: 'admin_initiated', author: andy },
  };
  const part = (id: string, minutes: number, author: object) =>
    intercomPart(
      'conversation.admin.replied',
      { id, part_type: 'comment', body: 'x', author, created_at: intercomItem.created_at + minutes * 60 },
      first,
    );
  const proactive = [intercomAbout('conversation.admin.single.created', first)];
  expect(firstResponses('intercom', proactive)).toEqual([]);
  const answer = [part('1', 90, { type: 'user', id: 'abc' }), part('2', 95, andy)];
  expect(firstResponses('intercom', [...proactive, ...answer])).toEqual(['300 s, intercom:9']);
  const ai = part('3', 91, { ...andy, from_ai_agent: true });
  expect(firstResponses('intercom', [...proactive, ...answer, ai])).toEqual(['300 s, intercom:9']);
});
