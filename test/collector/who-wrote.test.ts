import { describe, expect, it } from 'vitest';
import type { Vendor } from '../../services/collector/webhooks/webhook.ts';
import { ticketsOf } from './fixtures.ts';
import { chatwootConversation, chatwootMessage, intercomPart, zendeskAbout } from './notifications.ts';

/**
 * Only a person's message answers a customer. What each help desk sends in a person's name and is none, and what
 * is a person's and does not look like it. The source stands beside each row; `docs/collector.md` has the table
 * for people.
 */
interface Row {
  what: string;
  json: Record<string, unknown>;
  /** Kind and id of whom it counts as; and whether the customer sees it. */
  by: string;
  isPublic?: boolean;
  source: string;
}

const jane = { id: 3, type: 'user' };
const assigned = (assignee: object, more: object = {}) => ({
  ...chatwootConversation,
  meta: { ...chatwootConversation.meta, assignee, ...more },
});
const toJane = assigned({ id: 3, name: 'Jane', type: 'user' });
const out = (changes: Record<string, unknown>) => chatwootMessage({ message_type: 'outgoing', ...changes });

// Chatwoot's own rule is `Message#human_response?`; what a webhook carries is `Message#webhook_data`.
const CHATWOOT: Row[] = [
  { what: 'an agent', json: out({ sender: jane }), by: 'agent chatwoot:3', source: 'User#webhook_data' },
  {
    what: 'an agent, with the type as a number',
    json: out({ message_type: 1, sender: jane }),
    by: 'agent chatwoot:3',
    source: 'Message#push_event_data',
  },
  {
    what: 'an agent’s private note',
    json: out({ sender: jane, private: true }),
    by: 'agent chatwoot:3',
    isPublic: false,
    source: 'Message#webhook_data',
  },
  {
    what: 'an agent’s macro',
    json: out({ sender: jane, content_attributes: { in_reply_to: null } }),
    by: 'agent chatwoot:3',
    source: 'Macros::ExecutionService',
  },
  {
    what: 'a campaign in an agent’s name',
    json: out({ sender: jane, additional_attributes: { campaign_id: 7 } }),
    by: 'bot null',
    source: 'Campaigns::CampaignConversationBuilder',
  },
  {
    what: 'a campaign in nobody’s name',
    json: out({ sender: null, additional_attributes: { campaign_id: 7 } }),
    by: 'bot null',
    source: 'Campaigns::CampaignConversationBuilder',
  },
  {
    what: 'an automation rule in an agent’s name',
    json: out({ sender: jane, content_attributes: { automation_rule_id: 4 } }),
    by: 'bot null',
    source: 'Messages::MessageBuilder',
  },
  {
    what: 'an automation rule in nobody’s name',
    json: out({ sender: null, content_attributes: { automation_rule_id: 4 } }),
    by: 'bot null',
    source: 'AutomationRules::ActionService#send_message',
  },
  {
    what: 'an automation rule’s attachment, which names no rule',
    json: out({ sender: null, content_attributes: {} }),
    by: 'bot null',
    source: 'AutomationRules::ActionService#send_attachment',
  },
  {
    what: 'a WhatsApp template that an agent chose',
    json: out({ sender: jane, additional_attributes: { template_params: { name: 'hello' } } }),
    by: 'agent chatwoot:3',
    source: 'Messages::MessageBuilder#template_params',
  },
  {
    what: 'an echo from the messenger’s own app, of the assignee',
    json: out({ sender: null, content_attributes: { external_echo: true }, conversation: toJane }),
    by: 'agent chatwoot:3',
    source: 'Messages::Instagram::BaseMessageBuilder, github.com/chatwoot/chatwoot/pull/13371',
  },
  {
    what: 'an echo without an assignee',
    json: out({
      sender: null,
      content_attributes: { external_echo: true },
      conversation: chatwootConversation,
    }),
    by: 'agent null',
    source: 'Messages::Facebook::MessageBuilder, github.com/chatwoot/chatwoot/pull/13665',
  },
  {
    // The messenger's id does not make it an echo: by the time the notification is written, a bot's may have one.
    what: 'a bot without a sender, whose message the messenger has taken',
    json: out({ sender: null, source_id: 'm_mid.1', content_attributes: {}, conversation: toJane }),
    by: 'bot null',
    source: 'Integrations::Dialogflow::ProcessorService, SendReplyJob',
  },
  {
    what: 'an echo while a bot has the conversation',
    json: out({
      sender: null,
      content_attributes: { external_echo: true },
      conversation: assigned({ id: 3, name: 'Helper', type: 'agent_bot' }, { assignee_type: 'AgentBot' }),
    }),
    by: 'agent null',
    source: 'Conversation#assigned_entity',
  },
  {
    what: 'an echo of a campaign',
    json: out({
      sender: null,
      content_attributes: { external_echo: true },
      additional_attributes: { campaign_id: 9 },
      conversation: toJane,
    }),
    by: 'bot null',
    source: 'Message#human_response?',
  },
  {
    what: 'an echo of an automation rule',
    json: out({
      sender: null,
      content_attributes: { external_echo: true, automation_rule_id: 7 },
      conversation: toJane,
    }),
    by: 'bot null',
    source: 'Message#human_response?',
  },
  {
    what: 'an agent bot',
    json: out({ sender: { id: 5, type: 'agent_bot' } }),
    by: 'bot chatwoot:5',
    source: 'AgentBot#webhook_data',
  },
  {
    what: 'Captain',
    json: out({ sender: { id: 6, type: 'captain_assistant' } }),
    by: 'bot chatwoot:6',
    source: 'Captain::Assistant#webhook_data',
  },
  {
    what: 'a greeting or an out-of-office text',
    json: chatwootMessage({ message_type: 'template', sender: null }),
    by: 'bot null',
    source: 'MessageTemplates::HookExecutionService',
  },
  {
    what: 'the customer, whose record has no type in newer versions',
    json: chatwootMessage({ message_type: 'incoming', sender: { id: 14, name: 'Ann' } }),
    by: 'customer chatwoot:14',
    source: 'Contact#webhook_data',
  },
  {
    what: 'attributes that are no object',
    json: out({ sender: jane, content_attributes: null, additional_attributes: '{' }),
    by: 'agent chatwoot:3',
    source: 'older versions',
  },
];

const comment = (author: object, detail: Record<string, unknown> = {}, is_public = true) =>
  zendeskAbout('comment_added', { comment: { author, is_public } }, detail);

// The requester is 1234. A comment has no `via` in a notification; who did it is `detail.actor_id`.
const ZENDESK: Row[] = [
  {
    what: 'an agent',
    json: comment({ id: '77', is_staff: true }, { actor_id: '77' }),
    by: 'agent zendesk:77',
    source: 'Ticket events: Comment added',
  },
  {
    what: 'an agent’s internal note',
    json: comment({ id: '77', is_staff: true }, { actor_id: '77' }, false),
    by: 'agent zendesk:77',
    isPublic: false,
    source: 'Ticket events: Comment added',
  },
  {
    what: 'an agent, written through an integration that has a user of its own',
    json: comment({ id: '77', is_staff: true }, { actor_id: '900' }),
    by: 'agent zendesk:77',
    source: 'Ticket comments: author_id; the user of the API call need not be the author',
  },
  {
    what: 'a trigger, an automation or an autoreply in an agent’s name',
    json: comment({ id: '77', is_staff: true }, { actor_id: -1 }),
    by: 'system null',
    source: 'Ticket audits: author_id -1 is the system',
  },
  {
    what: 'Zendesk itself',
    json: comment({ id: -1, is_staff: true }, { actor_id: -1 }),
    by: 'system null',
    source: 'Ticket audits: author_id -1 is the system',
  },
  {
    what: 'the requester',
    json: comment({ id: '1234', is_staff: false }, { actor_id: '1234' }),
    by: 'customer zendesk:1234',
    source: 'Ticket events: Comment added',
  },
  {
    what: 'the requester’s message that the system copied into the ticket',
    json: comment({ id: '1234', is_staff: false }, { actor_id: -1 }),
    by: 'customer zendesk:1234',
    source: 'Messaging: a conversation becomes a comment',
  },
  {
    what: 'a colleague in copy',
    json: comment({ id: '1235', is_staff: false }, { actor_id: '1235' }),
    by: 'customer zendesk:1235',
    source: 'Ticket comments',
  },
  {
    what: 'a requester who is of the staff: an employee who asks',
    json: comment({ id: '1234', is_staff: true }, { actor_id: '1234' }),
    by: 'customer zendesk:1234',
    source: 'Tickets: requesters can also be agents',
  },
];

const part = (changes: Record<string, unknown>) =>
  intercomPart('conversation.admin.replied', { part_type: 'comment', body: '<p>x</p>', ...changes });

const INTERCOM: Row[] = [
  {
    what: 'an admin',
    json: part({ author: { type: 'admin', id: '9' } }),
    by: 'agent intercom:9',
    source: 'Conversation part',
  },
  {
    what: 'an admin’s note',
    json: part({ part_type: 'note', author: { type: 'admin', id: '9' } }),
    by: 'agent intercom:9',
    isPublic: false,
    source: 'Conversation part',
  },
  {
    what: 'an admin’s note that opens the conversation',
    json: part({ part_type: 'note_and_reopen', author: { type: 'admin', id: '9' } }),
    by: 'agent intercom:9',
    isPublic: false,
    source: 'part types of exports: note_and_reopen',
  },
  {
    what: 'Operator, Fin or a workflow',
    json: part({ author: { type: 'bot', id: '3' } }),
    by: 'bot intercom:3',
    source: 'Conversation part author',
  },
  {
    what: 'Fin in an admin’s name',
    json: part({ author: { type: 'admin', id: '9', from_ai_agent: true, is_ai_answer: true } }),
    by: 'bot intercom:9',
    source: 'Conversation part author: from_ai_agent, since 2.11',
  },
  {
    what: 'a team, in whose name only bots and campaigns write',
    json: part({ author: { type: 'team', id: '5' } }),
    by: 'system intercom:5',
    source: 'Conversation part author: bots and campaigns send on behalf of admins or teams',
  },
  {
    what: 'an author without a type: an automatic message',
    json: part({ author: { type: null, id: '5' } }),
    by: 'system intercom:5',
    source: 'a recorded notification of API 1.x',
  },
  {
    what: 'a bot’s buttons',
    json: part({ part_type: 'quick_reply', author: { type: 'bot', id: '3' } }),
    by: 'bot intercom:3',
    source: 'Reply to a conversation: quick_reply',
  },
  {
    what: 'an admin’s message with buttons',
    json: part({ part_type: 'quick_reply', author: { type: 'admin', id: '9' } }),
    by: 'agent intercom:9',
    source: 'Reply to a conversation: quick_reply',
  },
  {
    what: 'a customer who chose a button',
    json: part({ part_type: 'quick_reply', author: { type: 'user', id: 'abc' } }),
    by: 'customer intercom:abc',
    source: 'Reply to a conversation: quick_reply',
  },
  {
    what: 'a lead',
    json: part({ author: { type: 'lead', id: 'abc' } }),
    by: 'customer intercom:abc',
    source: 'Conversation part author',
  },
];

describe.each<[Vendor, Row[]]>([
  ['chatwoot', CHATWOOT],
  ['zendesk', ZENDESK],
  ['intercom', INTERCOM],
])('who wrote it: %s', (vendor, rows) => {
  it.each(rows)('$what is of $by ($source)', ({ json, by, isPublic = true }) => {
    const [{ actor, event }] = ticketsOf(vendor, json) as [ReturnType<typeof ticketsOf>[number]];
    expect([`${actor.kind} ${actor.id}`, event]).toEqual([by, { type: 'message', public: isPublic }]);
  });
});
