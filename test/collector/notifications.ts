/** Notifications as the vendors' sources and references describe them, beside the recorded ones of the fixtures. */
import { fixture } from './fixtures.ts';

/** Chatwoot: a conversation as newer versions send it. The newest public message stands in `messages`. */
export const chatwootConversation = {
  id: 10,
  inbox_id: 1,
  channel: 'Channel::Email',
  status: 'open',
  priority: 'medium',
  labels: ['billing'],
  created_at: 1_769_860_000,
  updated_at: 1_769_860_060.25,
  timestamp: 1_769_860_050,
  unread_count: 0,
  messages: [] as unknown[],
  meta: { sender: { id: 12, name: 'jane' }, assignee: null as null | object, team: null as null | object },
};

/** Chatwoot: something about a conversation. */
export function chatwootAbout(event: string, changes: Record<string, unknown> = {}) {
  return { ...chatwootConversation, event, ...changes };
}

/** Chatwoot: `message_created`, the recorded one with other fields. */
export function chatwootMessage(changes: Record<string, unknown>): Record<string, unknown> {
  return { ...fixture('chatwoot', 'message_created'), ...changes };
}

/** Zendesk: a notification about the ticket of the fixture, whose requester is 1234. */
export function zendeskAbout(type: string, event: unknown, detail: Record<string, unknown> = {}) {
  const created = fixture('zendesk', 'ticket.created');
  return {
    ...created,
    id: 'n-1',
    type: `zen:event-type:ticket.${type}`,
    event,
    detail: { ...(created.detail as object), ...detail },
  };
}

/** Intercom: a conversation as the API has it since version 2. */
export const intercomItem = {
  type: 'conversation',
  id: '42',
  created_at: 1_769_860_000,
  state: 'open',
  priority: 'priority',
  source: {
    type: 'email',
    id: '900',
    author: { type: 'user', id: 'abc', name: 'Ann' },
    body: '<p>help</p>',
  } as Record<string, unknown>,
  contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: 'abc', external_id: '7' }] },
  admin_assignee_id: null,
  team_assignee_id: 5_017_691,
  tags: { type: 'tag.list', tags: [{ type: 'tag', id: '1', name: 'vip' }] },
  conversation_parts: { type: 'conversation_part.list', conversation_parts: [] as unknown[] },
  conversation_rating: null as unknown,
};

export function intercomAbout(topic: string, changes: Partial<typeof intercomItem> = {}) {
  const item = { ...intercomItem, ...changes };
  return { type: 'notification_event', id: 'notif_1', topic, data: { item } };
}

/** Intercom: a notification that tells of one part. */
export function intercomPart(
  topic: string,
  part: Record<string, unknown>,
  changes: Partial<typeof intercomItem> = {},
) {
  const whole = {
    id: '1',
    created_at: 1_769_860_060,
    body: null,
    author: { type: 'admin', id: '9' },
    ...part,
  };
  return intercomAbout(topic, {
    conversation_parts: { type: 'conversation_part.list', conversation_parts: [whole] },
    ...changes,
  });
}
