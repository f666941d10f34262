import { describe, expect, it } from 'vitest';
import type { SurveyBody, TicketBody, TicketEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { eventFaults } from '../../../services/domain/events/rules.ts';

const AT = Date.parse('2026-01-31T12:00:00Z');
const ENVELOPE = {
  event_id: 'e-1',
  occurred_at: AT,
  conversation_id: 't-1',
  opened_at: AT,
  channel: 'email',
  source: 'test',
  actor: { kind: 'customer', id: null },
  queue: null,
  customer: null,
  tags: [],
};

const faults = (event: OutgoingEvent) => eventFaults(event).map(({ path, message }) => `${path}: ${message}`);
const ticket = (event: TicketBody, envelope: Partial<TicketEvent> = {}) =>
  faults({ topic: 'contact.tickets', value: { ...ENVELOPE, ...envelope, event } });

describe('an event that Avro accepts', () => {
  it('is right as it is where it means something', () => {
    expect(ticket({ type: 'created', status: 'new', priority: null })).toEqual([]);
    expect(
      ticket({ type: 'tagged', added: ['a'], removed: [] }, { customer: { id: 'c', tier: 'gold' } }),
    ).toEqual([]);
  });

  it('has every fault of its envelope and its body named at once, and no value repeated', () => {
    const envelope = {
      event_id: '',
      occurred_at: 0,
      opened_at: 7_258_118_400_000,
      channel: 'pigeon',
      actor: { kind: 'ghost', id: 'x'.repeat(257) },
      queue: 'x'.repeat(257),
      customer: { id: 'x'.repeat(257), tier: null },
      tags: ['', 'ok'],
      record: { id: '', version: -1 },
    };
    expect(ticket({ type: 'created', status: 'asleep', priority: 'P1' }, envelope)).toEqual([
      'event_id: must not be empty',
      'occurred_at: not a time between 1970 and 2100',
      'actor.kind: must be one of customer, agent, bot, system',
      'actor.id: longer than 256 characters',
      'opened_at: not a time between 1970 and 2100',
      'channel: must be one of email, web, chat, messaging, social, voice, api',
      'queue: longer than 256 characters',
      'customer.id: longer than 256 characters',
      'tags: has an entry that is at fault: must not be empty',
      'record.id: must not be empty',
      'record.version: must be an integer of 0 to 2^53 - 1',
      'event.status: must be one of new, open, pending, on_hold, solved, closed',
      'event.priority: must be one of low, normal, high, urgent',
    ]);
  });

  it('has texts that UTF-8 can carry: another text, and another key, would arrive', () => {
    const half = 'c\ud800';
    const message = 'has half of a character (a lone surrogate)';
    expect(ticket({ type: 'deleted' }, { conversation_id: half, queue: half, tags: [half] })).toEqual([
      `conversation_id: ${message}`,
      `queue: ${message}`,
      `tags: has an entry that is at fault: ${message}`,
    ]);
    expect(ticket({ type: 'deleted' }, { conversation_id: 'c\u{1f600}' })).toEqual([]);
  });

  it('has times in milliseconds', () => {
    const seconds = { occurred_at: AT / 1000, opened_at: AT / 1000 };
    expect(ticket({ type: 'deleted' }, seconds)).toEqual([
      'occurred_at: looks like seconds: give milliseconds',
      'opened_at: looks like seconds: give milliseconds',
    ]);
  });

  it('is the one that its envelope names, if it names one', () => {
    expect(ticket({ type: 'deleted' }, { type: 'deleted' })).toEqual([]);
    expect(ticket({ type: 'deleted' }, { type: 'merged' })).toEqual([
      'type: is not that of the event, which is deleted',
    ]);
  });

  it.each<[TicketBody, string]>([
    [
      { type: 'assigned', agent_id: 'x'.repeat(257), team: null },
      'event.agent_id: longer than 256 characters',
    ],
    [{ type: 'transferred', to_queue: '' }, 'event.to_queue: must not be empty'],
    [{ type: 'escalated', level: 'x'.repeat(257) }, 'event.level: longer than 256 characters'],
    [{ type: 'tagged', added: Array(65).fill('a'), removed: [] }, 'event.added: more than 64'],
    [{ type: 'merged', into_conversation_id: '' }, 'event.into_conversation_id: must not be empty'],
  ])('is refused: %j', (body, fault) => {
    expect(ticket(body)).toEqual([fault]);
  });

  it('has agents with states, slots and spans that can be', () => {
    const agent = { event_id: 'e', occurred_at: AT, agent_id: '', source: 's', actor: ENVELOPE.actor };
    expect(
      faults({
        topic: 'contact.agents',
        value: {
          ...agent,
          event: { type: 'state_changed', state: 'lunch', slots: -1, slots_busy: null, queues: [] },
        },
      }),
    ).toEqual([
      'agent_id: must not be empty',
      'event.state: must be one of available, busy, wrap_up, break, training, meeting, away, offline',
      'event.slots: must be 0 to 65535',
    ]);
    expect(
      faults({
        topic: 'contact.agents',
        value: {
          ...agent,
          agent_id: 'a',
          event: { type: 'scheduled', starts_at: AT, ends_at: AT, activity: 'on_queue' },
        },
      }),
    ).toEqual(['event.ends_at: must be after starts_at']);
  });

  it('has scores on their scale; the answer to a survey is not the answer to a call', () => {
    const survey = (event: SurveyBody) => faults({ topic: 'contact.surveys', value: { ...ENVELOPE, event } });
    const answer = {
      type: 'answered' as const,
      survey_id: 's',
      kind: 'csat',
      agent_id: null,
      criterion: null,
    };
    expect(survey({ ...answer, score: 5, scale_max: 5 })).toEqual([]);
    expect(survey({ ...answer, score: 6, scale_max: 5 })).toEqual(['event.score: must be 1 to 5']);
    expect(survey({ ...answer, score: Number.NaN, scale_max: 1 })).toEqual([
      'event.score: must be 0 to 100',
      'event.scale_max: must be 2 to 100',
    ]);
    const answered: OutgoingEvent = {
      topic: 'contact.chats',
      value: { ...ENVELOPE, event: { type: 'answered' } },
    };
    expect(faults(answered)).toEqual([]);
  });

  it.each([
    ['csat', 1, 2, []],
    ['csat', 0, 5, ['event.score: must be 1 to 5']],
    ['csat', 4.5, 5, ['event.score: must be a whole number']],
    ['nps', 7.5, 10, ['event.score: must be a whole number']],
    ['ces', 5.5, 7, []],
    ['quality_review', 2.5, 4, []],
    ['peer_review', 4.5, 5, []],
    ['nps', 0, 10, []],
    ['nps', 10, 10, []],
    ['nps', 5, 5, ['event.scale_max: must be 10']],
    ['nps', 10, 11, ['event.scale_max: must be 10']],
    ['ces', 1, 7, []],
    ['ces', 7, 7, []],
    ['ces', 0, 7, ['event.score: must be 1 to 7']],
    ['ces', 5, 5, ['event.scale_max: must be 7']],
    ['quality_review', 0, 100, []],
    ['peer_review', 5, 5, []],
    ['peer_review', 6, 5, ['event.score: must be 0 to 5']],
  ])(
    'has an answer that means something on the scale of its kind: %s %d of %d',
    (kind, score, scale_max, faulty) => {
      const about = { survey_id: 's', kind, agent_id: null, criterion: null };
      const event: SurveyBody = { type: 'answered', ...about, score, scale_max };
      expect(faults({ topic: 'contact.surveys', value: { ...ENVELOPE, event } })).toEqual(faulty);
    },
  );
});
