import { describe, expect, it } from 'vitest';
import { zendesk } from '../../services/collector/webhooks/zendesk/webhook.ts';
import { fixture, happeningsOf, ticketsOf } from './fixtures.ts';
import { zendeskAbout as about } from './notifications.ts';

const CREATED = fixture('zendesk', 'ticket.created');
const AGENT = 'agent zendesk:123456';

const bodies = (json: unknown) => happeningsOf('zendesk', json).map(({ event }) => event);

describe('Zendesk', () => {
  it('a new ticket is created, and assigned where it has an agent already', () => {
    const [created, assigned] = ticketsOf('zendesk', CREATED);
    const envelope = {
      occurred_at: Date.parse('2022-11-22T22:11:22Z'),
      conversation_id: 'zendesk:24',
      opened_at: Date.parse('2022-11-22T22:11:22Z'),
      channel: 'web',
      source: 'zendesk',
      actor: { kind: 'agent', id: 'zendesk:123456' },
      queue: 'zendesk:2468',
      customer: { id: 'zendesk:1234', tier: null },
      tags: ['connecting_to_platform', 'sample_ticket'],
    };
    const id = 'zendesk:de305d54-75b4-431b-adb2-eb6b9e546013';
    expect(created).toEqual({
      ...envelope,
      event_id: `${id}:0`,
      event: { type: 'created', status: 'pending', priority: 'normal' },
    });
    expect(assigned).toEqual({
      ...envelope,
      event_id: `${id}:1`,
      event: { type: 'assigned', agent_id: 'zendesk:4321', team: null },
    });
  });

  it('a private comment of the customer is a message that is not public', () => {
    expect(ticketsOf('zendesk', fixture('zendesk', 'ticket.comment_added.private'))).toEqual([
      {
        event_id: 'zendesk:d8551ba3-4243-433c-8629-aa79dc3e7182:0',
        occurred_at: Date.parse('2026-06-09T08:36:44.304Z'),
        conversation_id: 'zendesk:71447',
        opened_at: Date.parse('2026-06-09T08:36:43Z'),
        channel: 'messaging',
        source: 'zendesk',
        actor: { kind: 'customer', id: 'zendesk:1001' },
        queue: 'zendesk:44897999201817',
        customer: { id: 'zendesk:1001', tier: null },
        tags: ['bot_chat', 'not_a_reopen'],
        event: { type: 'message', public: false },
      },
    ]);
  });

  it.each([
    ['messaging_ticket.message_added', 'not_mapped'],
    ['messaging_ticket.message_added.end_user', 'not_mapped'],
    ['ticket.status_changed.minimal', 'no_creation_time'],
  ])('%s cannot be placed without the creation time of its ticket', (name, ignored) => {
    expect(zendesk.translate(fixture('zendesk', name))).toEqual({ ignored });
  });

  it.each([
    ['status_changed', { previous: 'OPEN', current: 'HOLD' }, { type: 'status_changed', status: 'on_hold' }],
    ['status_changed', { previous: 'open', current: 'solved' }, { type: 'status_changed', status: 'solved' }],
    [
      'priority_changed',
      { previous: null, current: 'URGENT' },
      { type: 'priority_changed', priority: 'urgent' },
    ],
    [
      'agent_assignment_changed',
      { previous: 1, current: 2 },
      { type: 'assigned', agent_id: 'zendesk:2', team: null },
    ],
    [
      'agent_assignment_changed',
      { previous: 1, current: null },
      { type: 'assigned', agent_id: null, team: null },
    ],
    [
      'group_assignment_changed',
      { previous: '1', current: '2' },
      { type: 'transferred', to_queue: 'zendesk:2' },
    ],
    [
      'tags_changed',
      { tags_added: ['a'], tags_removed: ['b'] },
      { type: 'tagged', added: ['a'], removed: ['b'] },
    ],
    ['soft_deleted', {}, { type: 'deleted' }],
    ['marked_as_spam', {}, { type: 'deleted' }],
  ])('%s %j is %j', (type, event, body) => {
    expect(happeningsOf('zendesk', about(type, event))).toEqual([
      { id: 'zendesk:n-1:0', at: '2022-11-22T22:11:22.000Z', by: AGENT, event: body },
    ]);
  });

  it('the first group of a ticket is where it begins to wait, not a transfer', () => {
    const first = about(
      'group_assignment_changed',
      { previous: null, current: '2468' },
      { assignee_id: null },
    );
    expect(bodies(first)).toEqual([{ type: 'assigned', agent_id: null, team: null }]);
  });

  it('what says nothing that we count is ignored', () => {
    for (const json of [
      about('priority_changed', { previous: 'low', current: null }),
      about('group_assignment_changed', { previous: '1', current: null }),
      about('subject_changed', {}),
      { type: 'zen:event-type:user.created' },
      { type: 'custom' },
    ]) {
      expect(zendesk.translate(json)).toEqual({ ignored: 'not_mapped' });
    }
  });

  it.each([
    ['1234', 'customer zendesk:1234'],
    ['77', 'agent zendesk:77'],
    ['-1', 'system null'],
    [null, 'system null'],
  ])('what user %s does is done by %s', (actor_id, by) => {
    const [happening] = happeningsOf('zendesk', about('soft_deleted', {}, { actor_id }));
    expect(happening!.by).toBe(by);
  });
});
