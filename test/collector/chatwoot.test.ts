import { describe, expect, it } from 'vitest';
import { chatwoot } from '../../services/collector/webhooks/chatwoot/webhook.ts';
import { fixture, happeningsOf, ticketsOf } from './fixtures.ts';
import {
  chatwootAbout as about,
  chatwootConversation as conversation,
  chatwootMessage as message,
} from './notifications.ts';

const DONE = '2026-01-31T11:47:40.250Z';

const changed = (...names: string[]) => ({
  changed_attributes: names.map((name) => ({
    [name]: { previous_value: ['billing'], current_value: ['urgent'] },
  })),
});
const bodies = (json: unknown) => happeningsOf('chatwoot', json).map(({ event }) => event);

describe('Chatwoot', () => {
  it('an incoming message is the customer’s', () => {
    expect(ticketsOf('chatwoot', fixture('chatwoot', 'message_created'))).toEqual([
      {
        event_id: 'chatwoot:message:118:0',
        occurred_at: Date.parse('2021-07-23T18:02:48Z'),
        conversation_id: 'chatwoot:10',
        opened_at: Date.parse('2021-07-23T18:02:48Z'),
        channel: 'chat',
        source: 'chatwoot',
        actor: { kind: 'customer', id: 'chatwoot:14' },
        queue: 'chatwoot:1',
        customer: { id: 'chatwoot:14', tier: null },
        tags: [],
        event: { type: 'message', public: true },
      },
    ]);
  });

  it.each([
    ['conversation_opened', '2021-07-23T18:04:19.000Z', 'open'],
    ['conversation_resolved', '2021-07-23T18:05:20.000Z', 'solved'],
    ['conversation_status_changed', '2021-07-23T18:02:49.000Z', 'open'],
  ])('%s of an old version, which says when the chat was begun', (name, at, status) => {
    const json = fixture('chatwoot', name);
    expect(happeningsOf('chatwoot', json)).toEqual([
      {
        id: expect.stringMatching(new RegExp(`^chatwoot:10:${Date.parse(at)}:[0-9a-f]{16}:0$`)),
        at,
        by: 'system null',
        event: { type: 'status_changed', status },
      },
    ]);
    expect(ticketsOf('chatwoot', json)[0]).toMatchObject({
      opened_at: Date.parse('2021-07-23T18:02:48Z'),
      customer: { id: 'chatwoot:12', tier: null },
    });
  });

  it('a new conversation is created by the customer, when it was created, and assigned where it has an agent', () => {
    const assignee = { id: 3, name: 'John' };
    const json = about('conversation_created', { meta: { ...conversation.meta, assignee } });
    const happenings = happeningsOf('chatwoot', json);
    expect(happenings.map(({ at, by, event }) => ({ at, by, event }))).toEqual(
      [
        { event: { type: 'created', status: 'open', priority: 'normal' } },
        { event: { type: 'assigned', agent_id: 'chatwoot:3', team: null } },
      ].map((one) => ({ at: '2026-01-31T11:46:40.000Z', by: 'customer chatwoot:12', ...one })),
    );
    expect(ticketsOf('chatwoot', json)[0]).toMatchObject({ channel: 'email', tags: ['billing'] });
  });

  it.each([
    ['open', 'open'],
    ['resolved', 'solved'],
    ['pending', 'new'],
    ['snoozed', 'on_hold'],
  ])('status %s is our %s', (status, ours) => {
    expect(bodies(about('conversation_status_changed', { status }))).toEqual([
      { type: 'status_changed', status: ours },
    ]);
  });

  it('an update says what changed, and nothing of what did not', () => {
    const meta = { ...conversation.meta, assignee: { id: 3 }, team: { id: 7 } };
    const assigned = { type: 'assigned', agent_id: 'chatwoot:3', team: 'chatwoot:7' };
    const update = (...names: string[]) => about('conversation_updated', { meta, ...changed(...names) });
    expect(happeningsOf('chatwoot', update('assignee_id'))).toEqual([
      { id: expect.any(String), at: DONE, by: 'system null', event: assigned },
    ]);
    expect(bodies(update('team_id', 'assignee_id', 'priority', 'label_list', 'updated_at'))).toEqual([
      assigned,
      { type: 'priority_changed', priority: 'normal' },
      { type: 'tagged', added: ['urgent'], removed: ['billing'] },
    ]);
    for (const json of [update('waiting_since'), about('conversation_updated'), update()]) {
      expect(chatwoot.translate(json)).toEqual({ ignored: 'not_mapped' });
    }
  });

  it('a change of status that two notifications tell is one event', () => {
    const told = [
      about('conversation_status_changed', { status: 'resolved' }),
      about('conversation_updated', { status: 'resolved', ...changed('status') }),
    ].map((json) => ticketsOf('chatwoot', json));
    expect(told[0]).toEqual(told[1]);
  });

  it('different changes at the same time are different events', () => {
    const ids = ['open', 'resolved'].map(
      (status) => ticketsOf('chatwoot', about('conversation_status_changed', { status }))[0]!.event_id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('a conversation that a bot has is assigned to no agent', () => {
    const assignee = { id: 3, name: 'Helper', type: 'agent_bot' };
    const meta = { ...conversation.meta, assignee, assignee_type: 'AgentBot' };
    expect(bodies(about('conversation_created', { meta }))).toEqual([
      { type: 'created', status: 'open', priority: 'normal' },
    ]);
    expect(bodies(about('conversation_updated', { meta, ...changed('assignee_id') }))).toEqual([
      { type: 'assigned', agent_id: null, team: null },
    ]);
  });

  describe('asks for a rating with a message', () => {
    const survey = (event: string, content_attributes: unknown) =>
      message({
        event,
        message_type: 'template',
        sender: null,
        content_type: 'input_csat',
        content_attributes,
        conversation,
      });
    const told = (json: unknown) => {
      const translation = chatwoot.translate(json);
      if (!('events' in translation)) return translation;
      return translation.events.map(({ topic, value }) => [
        topic,
        value.event_id,
        new Date(value.occurred_at).toISOString(),
        value.actor.kind,
        value.event,
      ]);
    };
    const about = { survey_id: 'chatwoot:message:118', kind: 'csat', agent_id: 'chatwoot:3' };
    const rated = (rating: unknown) => ({
      assigned_agent_id: 3,
      submitted_values: { csat_survey_response: { rating, feedback_message: 'thanks' } },
    });

    it('which is a survey that was sent', () => {
      expect(told(survey('message_created', { assigned_agent_id: 3 }))).toEqual([
        [
          'contact.tickets',
          'chatwoot:message:118:0',
          '2021-07-23T18:02:48.000Z',
          'bot',
          { type: 'message', public: true, text: 'hi' },
        ],
        [
          'contact.surveys',
          'chatwoot:message:118:sent',
          '2021-07-23T18:02:48.000Z',
          'system',
          { type: 'sent', ...about },
        ],
      ]);
    });

    it('and whose change is the answer, out of five, of the agent who had it then', () => {
      const answer = { type: 'answered', ...about, score: 4, scale_max: 5, criterion: null };
      const event = ['contact.surveys', 'chatwoot:message:118:rated:4', DONE, 'customer', answer];
      expect(told(survey('message_updated', rated(4)))).toEqual([event]);
      expect(told(survey('message_updated', rated('4')))).toEqual([event]);
      const { assigned_agent_id: _, ...older } = rated(4);
      expect(told(survey('message_updated', older))).toMatchObject([[{}, {}, {}, {}, { agent_id: null }]]);
    });

    it('an answer is one answer, however often the message changes', () => {
      const again = {
        ...survey('message_updated', rated(4)),
        conversation: { ...conversation, updated_at: 1_769_870_000 },
      };
      const ids = [survey('message_updated', rated(4)), again].map(
        (json) => (told(json) as string[][])[0]![1],
      );
      expect(ids[0]).toBe(ids[1]);
    });

    it('a message that nobody has rated, or that is no survey, says nothing', () => {
      for (const attributes of [{}, null, { submitted_values: {} }, rated(null)]) {
        expect(told(survey('message_updated', attributes))).toEqual({ ignored: 'not_mapped' });
      }
      const form = { submitted_values: [{ title: 'a', value: 'b' }] };
      expect(told(message({ event: 'message_updated', content_attributes: form }))).toEqual({
        ignored: 'not_mapped',
      });
    });

    it('a rating that is none is a fault', () => {
      expect(told(survey('message_updated', rated('great')))).toMatchObject({
        faults: [{ path: 'content_attributes.submitted_values.csat_survey_response.rating' }],
      });
    });
  });

  it('what says nothing that we count, or not when its conversation began, is ignored', () => {
    expect(chatwoot.translate(message({ message_type: 'activity' }))).toEqual({ ignored: 'not_mapped' });
    expect(chatwoot.translate({ event: 'contact_created' })).toEqual({ ignored: 'not_mapped' });
    const { created_at: _, ...undated } = about('conversation_status_changed');
    expect(chatwoot.translate(undated)).toEqual({ ignored: 'no_creation_time' });
  });
});
