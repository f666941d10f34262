import { describe, expect, it } from 'vitest';
import type { Vendor } from '../../services/collector/webhooks/webhook.ts';
import { ticketsOf } from './fixtures.ts';
import { chatwootAbout, intercomAbout, intercomPart, zendeskAbout } from './notifications.ts';

/**
 * Who wrote first. Where the company did, nobody waits before the customer writes, so the actor of `created` must
 * not be the customer; the source stands beside each row.
 */
interface Row {
  what: string;
  json: Record<string, unknown>;
  /** Kind and id of the actor of `created`. */
  by: string;
  source: string;
}

/** A message as a conversation has it: types are numbers, and the webhook is built when other jobs have run. */
const said = (message_type: number, changes: object = {}) => ({
  id: 1,
  message_type,
  private: false,
  content_attributes: {},
  additional_attributes: {},
  sender_type: null,
  ...changes,
});
const jane = { sender_type: 'User', sender_id: 3, sender: { id: 3, name: 'Jane', type: 'user' } };
const began = (messages: unknown[], unread_count: number, changes: object = {}) =>
  chatwootAbout('conversation_created', { messages, unread_count, ...changes });

const CHATWOOT: Row[] = [
  {
    what: 'the customer',
    json: began([said(0, { sender: { id: 12, type: 'contact' } })], 1),
    by: 'customer chatwoot:12',
    source: 'Conversations::EventDataPresenter#push_messages',
  },
  {
    what: 'the customer, greeted before the webhook was built',
    json: began([said(3)], 1),
    by: 'customer chatwoot:12',
    source: 'MessageTemplates::HookExecutionService',
  },
  {
    what: 'the customer, answered by a bot before the webhook was built',
    json: began([said(1, { sender: { id: 5, type: 'agent_bot' } })], 1),
    by: 'customer chatwoot:12',
    source: 'AgentBotListener',
  },
  {
    what: 'the customer, answered by an automation rule before the webhook was built',
    json: began([said(1, { content_attributes: { automation_rule_id: 4 } })], 1),
    by: 'customer chatwoot:12',
    source: 'AutomationRuleListener',
  },
  {
    what: 'a customer who has not written yet',
    json: began([], 0),
    by: 'customer chatwoot:12',
    source: 'public API: a conversation is made before its first message',
  },
  {
    what: 'an older version, which sends no messages',
    json: chatwootAbout('conversation_created', { messages: undefined, unread_count: undefined }),
    by: 'customer chatwoot:12',
    source: 'older versions',
  },
  {
    what: 'an agent',
    json: began([said(1, jane)], 0),
    by: 'agent chatwoot:3',
    source: 'ConversationsController#create, in one transaction with the message',
  },
  {
    what: 'somebody in the messenger’s own app',
    json: began([said(1, { content_attributes: { external_echo: true } })], 0),
    by: 'agent null',
    source: 'github.com/chatwoot/chatwoot/pull/13371',
  },
  {
    what: 'a campaign in an agent’s name',
    json: began([said(1, { ...jane, additional_attributes: { campaign_id: 7 } })], 0),
    by: 'bot null',
    source: 'Campaigns::CampaignConversationBuilder',
  },
  {
    what: 'an automation rule, in a conversation that a program made',
    json: began([said(1, { content_attributes: { automation_rule_id: 4 } })], 0),
    by: 'bot null',
    source: 'AutomationRules::ActionService',
  },
  {
    what: 'an agent bot',
    json: began([said(1, { sender: { id: 5, type: 'agent_bot' } })], 0),
    by: 'bot chatwoot:5',
    source: 'Messages::MessageBuilder#message_sender',
  },
];

const created = (detail: Record<string, unknown>) => zendeskAbout('created', {}, detail);

// The requester is 1234, the actor 123456.
const ZENDESK: Row[] = [
  {
    what: 'the customer, by mail or form',
    json: created({ submitter_id: '1234', actor_id: '1234' }),
    by: 'customer zendesk:1234',
    source: 'Tickets: requesters and submitters',
  },
  {
    what: 'the customer, through a form that makes tickets with an agent’s token',
    json: created({ submitter_id: '1234', via: { channel: 'api' } }),
    by: 'customer zendesk:1234',
    source: 'Tickets: the submitter is the author of the first comment',
  },
  {
    what: 'the customer, in a messenger',
    json: created({ submitter_id: '1234', actor_id: '-1', via: { channel: 'native_messaging' } }),
    by: 'customer zendesk:1234',
    source: 'Ticket events: detail',
  },
  {
    what: 'an employee who asks',
    json: created({ requester_id: 77, submitter_id: 77, actor_id: 77 }),
    by: 'customer zendesk:77',
    source: 'Tickets: requesters can also be agents',
  },
  {
    what: 'an agent, for the customer',
    json: created({ submitter_id: '77', actor_id: '77', via: { channel: 'web' } }),
    by: 'agent zendesk:77',
    source: 'Tickets: an agent who creates a ticket is its submitter',
  },
  {
    what: 'an agent, where the submitter is not named',
    json: created({ submitter_id: null }),
    by: 'agent zendesk:123456',
    source: 'a notification with submitter_id null',
  },
  {
    what: 'Zendesk itself',
    json: created({ submitter_id: '-1', actor_id: '-1' }),
    by: 'system null',
    source: 'Ticket audits: author_id -1 is the system',
  },
];

const source = (
  delivered_as: string | undefined,
  author: object | null,
  topic = 'conversation.user.created',
) => intercomAbout(topic, { source: { type: 'conversation', id: '900', delivered_as, author, body: 'x' } });
const andy = { type: 'admin', id: '9' };

const INTERCOM: Row[] = [
  {
    what: 'the customer',
    json: source('customer_initiated', { type: 'user', id: 'abc' }),
    by: 'customer intercom:abc',
    source: 'Conversation source: delivered_as',
  },
  {
    what: 'the customer on Twitter, whose author is blank',
    json: source('customer_initiated', null),
    by: 'customer intercom:abc',
    source: 'Conversation source: author',
  },
  {
    what: 'the customer, to whom a bot answers',
    json: source('operator_initiated', { type: 'lead', id: 'abc' }),
    by: 'customer intercom:abc',
    source: 'Conversation source: author',
  },
  {
    what: 'an admin',
    json: source('admin_initiated', andy, 'conversation.admin.single.created'),
    by: 'agent intercom:9',
    source: 'Conversation source: delivered_as',
  },
  {
    what: 'a series or another message to whom it concerns, in an admin’s name',
    json: source('automated', andy),
    by: 'bot null',
    source: 'Conversation source: delivered_as',
  },
  {
    what: 'a campaign of older days, in an admin’s name',
    json: source('campaigns_initiated', andy),
    by: 'bot null',
    source: 'Conversation source: delivered_as',
  },
  {
    what: 'a custom bot',
    json: source('operator_initiated', { type: 'bot', id: '3' }),
    by: 'bot intercom:3',
    source: 'Conversation source: delivered_as',
  },
  {
    what: 'an automatic message of API 1.x, whose author has no type',
    json: source(undefined, { type: null, id: '5' }),
    by: 'bot null',
    source: 'a recorded notification of API 1.x',
  },
];

describe.each<[Vendor, Row[]]>([
  ['chatwoot', CHATWOOT],
  ['zendesk', ZENDESK],
  ['intercom', INTERCOM],
])('who opened it: %s', (vendor, rows) => {
  it.each(rows)('$what is $by ($source)', ({ json, by }) => {
    const opening = ticketsOf(vendor, json).find(({ event }) => event.type === 'created');
    expect(`${opening!.actor.kind} ${opening!.actor.id}`).toBe(by);
  });
});

describe('Intercom', () => {
  const automatic = { source: { type: 'conversation', id: '900', delivered_as: 'automated', author: andy } };
  const answer = { part_type: 'comment', body: 'yes', author: { type: 'user', id: 'abc' } };

  it('tells of the beginning of an automatic message when the customer answers it', () => {
    const answered = ticketsOf('intercom', intercomPart('conversation.user.replied', answer, automatic));
    expect(answered.map(({ event_id, actor, event }) => [event_id, actor.kind, event.type])).toEqual([
      ['intercom:42:opened:0', 'bot', 'created'],
      ['intercom:42:opened:1', 'bot', 'message'],
      ['intercom:part:1:0', 'customer', 'message'],
      ['intercom:part:1:1', 'customer', 'status_changed'],
    ]);
  });

  it('begins it with the same events, whatever has become of it by then', () => {
    const later = { admin_assignee_id: 9, team_assignee_id: 5, priority: 'not_priority', tags: { tags: [] } };
    const beginnings = [
      intercomPart('conversation.user.replied', answer, automatic),
      intercomPart('conversation.user.replied', answer, { ...automatic, ...later } as object),
      intercomAbout('conversation.user.created', automatic),
    ].map((json) => ticketsOf('intercom', json).filter(({ event_id }) => event_id.includes('opened')));
    expect(beginnings[1]).toEqual(beginnings[0]);
    expect(beginnings[2]).toEqual(beginnings[0]);
  });

  it('tells it once of what was told when it began', () => {
    const answered = ticketsOf('intercom', intercomPart('conversation.user.replied', answer));
    expect(answered.map(({ event }) => event.type)).toEqual(['message', 'status_changed']);
  });
});
