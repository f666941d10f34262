import { describe, expect, it } from 'vitest';
import { intercom } from '../../services/collector/webhooks/intercom/webhook.ts';
import { fixture, fixtureNames, happeningsOf, ticketsOf } from './fixtures.ts';
import { intercomAbout as about, intercomPart as withPart } from './notifications.ts';

const ANDY = 'agent intercom:3330619';

const bodies = (json: unknown) => happeningsOf('intercom', json).map(({ event }) => event);

describe('Intercom', () => {
  it('a conversation that an agent began waits for the customer', () => {
    const envelope = {
      occurred_at: 1_596_634_805_000,
      conversation_id: 'intercom:137324500000000',
      opened_at: 1_596_634_805_000,
      channel: 'messaging',
      source: 'intercom',
      actor: { kind: 'agent', id: 'intercom:3330619' },
      queue: null,
      customer: { id: 'intercom:5ee3d479d1cf3dedbee23d68', tier: null },
      tags: [],
    };
    const id = 'intercom:137324500000000:opened';
    expect(ticketsOf('intercom', fixture('intercom', 'conversation-admin-single-created'))).toEqual([
      { ...envelope, event_id: `${id}:0`, event: { type: 'created', status: 'pending', priority: null } },
      { ...envelope, event_id: `${id}:1`, event: { type: 'message', public: true } },
      {
        ...envelope,
        event_id: `${id}:2`,
        event: { type: 'assigned', agent_id: 'intercom:3330619', team: null },
      },
    ]);
  });

  it.each([
    [
      'conversation-admin-single-created-lead',
      [
        {
          id: 'intercom:15494800000000:opened:0',
          event: { type: 'created', status: 'pending', priority: null },
        },
        { id: 'intercom:15494800000000:opened:1', event: { type: 'message', public: true } },
        {
          id: 'intercom:15494800000000:opened:2',
          event: { type: 'assigned', agent_id: 'intercom:3330619', team: null },
        },
      ].map((one) => ({ ...one, at: '2020-08-11T00:42:02.000Z', by: 'agent intercom:3197195' })),
    ],
    [
      'conversation-admin-opened',
      [
        { id: 'intercom:part:6073760644:0', event: { type: 'status_changed', status: 'open' } },
        { id: 'intercom:part:6073760644:1', event: { type: 'assigned', agent_id: null, team: null } },
      ].map((one) => ({ ...one, at: '2020-08-05T13:42:17.000Z', by: ANDY })),
    ],
    [
      'conversation-admin-assigned',
      [
        {
          id: 'intercom:part:6073773149:0',
          at: '2020-08-05T13:43:28.000Z',
          by: ANDY,
          event: { type: 'assigned', agent_id: 'intercom:3330619', team: null },
        },
      ],
    ],
    [
      'conversation-admin-replied',
      [
        { id: 'intercom:part:6073780765:0', event: { type: 'message', public: true } },
        { id: 'intercom:part:6073780765:1', event: { type: 'status_changed', status: 'open' } },
      ].map((one) => ({ ...one, at: '2020-08-05T13:44:09.000Z', by: ANDY })),
    ],
    [
      'conversation-admin-noted',
      [
        {
          id: 'intercom:part:6073788584:0',
          at: '2020-08-05T13:44:54.000Z',
          by: ANDY,
          event: { type: 'message', public: false },
        },
      ],
    ],
    [
      'conversation-admin-closed',
      [
        {
          id: 'intercom:part:6073838784:0',
          at: '2020-08-05T13:49:28.000Z',
          by: ANDY,
          event: { type: 'status_changed', status: 'solved' },
        },
      ],
    ],
  ])('%s', (name, happenings) => {
    expect(happeningsOf('intercom', fixture('intercom', name))).toEqual(happenings);
  });

  it('one part told by two notifications is one event', () => {
    const told = ['conversation-admin-assigned', 'conversation-admin-assigned-to-unknown'].map((name) =>
      ticketsOf('intercom', fixture('intercom', name)),
    );
    expect(told[0]).toEqual(told[1]);
  });

  it('a part that is redacted was told before', () => {
    expect(intercom.translate(fixture('intercom', 'conversation-part-redacted'))).toEqual({
      ignored: 'not_mapped',
    });
    expect(fixtureNames('intercom')).toHaveLength(9);
  });

  it('a conversation of the newer API has channel, queue, priority and tags', () => {
    const [created, message, ...more] = ticketsOf('intercom', about('conversation.user.created'));
    expect(created).toEqual({
      event_id: 'intercom:42:opened:0',
      occurred_at: 1_769_860_000_000,
      conversation_id: 'intercom:42',
      opened_at: 1_769_860_000_000,
      channel: 'email',
      source: 'intercom',
      actor: { kind: 'customer', id: 'intercom:abc' },
      queue: 'intercom:5017691',
      customer: { id: 'intercom:abc', tier: null },
      tags: ['vip'],
      event: { type: 'created', status: 'open', priority: 'high' },
    });
    expect(message!.event).toEqual({ type: 'message', public: true });
    expect(more).toEqual([]);
  });

  it('a customer who writes opens the conversation, an agent who writes does not', () => {
    const replied = { part_type: 'comment', body: '<p>and?</p>' };
    const customer = { ...replied, author: { type: 'user', id: 'abc' } };
    expect(bodies(withPart('conversation.user.replied', customer))).toEqual([
      { type: 'message', public: true },
      { type: 'status_changed', status: 'open' },
    ]);
    expect(bodies(withPart('conversation.admin.replied', replied))).toEqual([
      { type: 'message', public: true },
    ]);
  });

  it('a button that a customer chose opens the conversation as a message does, a bot’s buttons do not', () => {
    const buttons = { part_type: 'quick_reply', body: '<p>Talk to a person</p>' };
    const chosen = { ...buttons, author: { type: 'user', id: 'abc' } };
    expect(bodies(withPart('conversation.user.replied', chosen))).toEqual([
      { type: 'message', public: true },
      { type: 'status_changed', status: 'open' },
    ]);
    const offered = { ...buttons, author: { type: 'bot', id: '3' } };
    expect(bodies(withPart('conversation.operator.replied', offered))).toEqual([
      { type: 'message', public: true },
    ]);
  });

  it.each([
    ['snoozed', null, [{ type: 'status_changed', status: 'on_hold' }]],
    ['timer_unsnooze', null, [{ type: 'status_changed', status: 'open' }]],
    [
      'note_and_reopen',
      'look again',
      [
        { type: 'message', public: false },
        { type: 'status_changed', status: 'open' },
      ],
    ],
    [
      'close',
      'bye',
      [
        { type: 'message', public: true },
        { type: 'status_changed', status: 'solved' },
      ],
    ],
    [
      'assignment',
      'please look',
      [
        { type: 'message', public: false },
        { type: 'assigned', agent_id: null, team: 'intercom:5' },
      ],
    ],
  ])('a part %s with body %j', (part_type, body, expected) => {
    const part = { part_type, body, assigned_to: { type: 'team', id: '5' } };
    expect(bodies(withPart('conversation.admin.noted', part))).toEqual(expected);
  });

  it('a rating is an answer to a survey about the teammate', () => {
    const conversation_rating = {
      rating: 4,
      remark: 'great',
      created_at: 1_769_860_300,
      contact: { id: 'abc' },
      teammate: { type: 'admin', id: 9 },
    };
    const translation = intercom.translate(about('conversation.rating.added', { conversation_rating }));
    expect(translation).toEqual({
      events: [
        {
          topic: 'contact.surveys',
          value: expect.objectContaining({
            event_id: 'intercom:42:rated:1769860300000:0',
            occurred_at: 1_769_860_300_000,
            actor: { kind: 'customer', id: 'intercom:abc' },
            event: {
              type: 'answered',
              survey_id: 'intercom:42',
              kind: 'csat',
              agent_id: 'intercom:9',
              score: 4,
              scale_max: 5,
              criterion: null,
            },
          }),
        },
      ],
    });
  });

  it('a rating that the customer changed is another answer: `created_at` is when it was asked for', () => {
    const rated = (rating: number, updated_at?: number) => {
      const conversation_rating = { rating, created_at: 1_769_860_300, updated_at, teammate: null };
      const translation = intercom.translate(about('conversation.rating.added', { conversation_rating }));
      if (!('events' in translation)) throw new Error(JSON.stringify(translation));
      return translation.events.map(({ value }) => [value.event_id, value.occurred_at]);
    };
    expect(rated(2, 1_769_860_400)).toEqual([['intercom:42:rated:1769860400000:0', 1_769_860_400_000]]);
    expect(rated(5, 1_769_860_500)).toEqual([['intercom:42:rated:1769860500000:0', 1_769_860_500_000]]);
    expect(rated(5)).toEqual([['intercom:42:rated:1769860300000:0', 1_769_860_300_000]]);
  });

  it('what says nothing that we count is ignored', () => {
    for (const json of [
      { topic: 'ping', data: { item: {} } },
      about('conversation.admin.replied'),
      withPart('conversation.admin.replied', { part_type: 'participant_added' }),
    ]) {
      expect(intercom.translate(json)).toEqual({ ignored: 'not_mapped' });
    }
    const undated = { topic: 'conversation.admin.closed', data: { item: { id: '42' } } };
    expect(intercom.translate(undated)).toEqual({ ignored: 'no_creation_time' });
  });
});
