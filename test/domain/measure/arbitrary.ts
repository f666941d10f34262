import fc from 'fast-check';
import { STATUSES } from '../../../services/domain/measure/status.ts';
import {
  ACTOR_KINDS,
  type Channel,
  type ConversationBody,
  compareEvents,
  type Stamp,
  type Stream,
  type Timeline,
  type TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { COURTESIES } from '../../../services/domain/words/said.ts';
import { HOUR, inHours, MINUTE, NO_PROMISE, OFFICE, OPENED, policyOf, stampOf } from './build.ts';

const everything = {
  first_response: { urgent: 5 * MINUTE, default: 30 * MINUTE },
  next_response: 20 * MINUTE,
  periodic_update: 40 * MINUTE,
  pausable_update: 30 * MINUTE,
  queue_wait: 2 * MINUTE,
  first_resolution: 2 * HOUR,
  total_resolution: 3 * HOUR,
  requester_wait: { high: HOUR, urgent: HOUR },
  agent_work: 1.5 * HOUR,
};

/** Hours that open and close within the time that the events span. */
const MORNING = {
  hash: 'morning',
  definition: { zone: 'UTC', weekly: { mon: ['09:10-09:30', '10:00-10:20'], tue: ['09:00-12:00'] } },
};

const STAMPS: readonly Stamp[] = [
  NO_PROMISE,
  stampOf({ policies: [policyOf(everything)] }),
  stampOf({
    queueTeam: 'north',
    calendar: MORNING,
    policies: [
      inHours(MORNING, policyOf(everything, { id: 'gold', tiers: ['gold'], priorities: ['urgent', 'high'] })),
      policyOf({ first_response: HOUR, pausable_update: HOUR }, { id: 'tagged', tags: ['vip'] }),
    ],
  }),
  stampOf({ calendar: OFFICE, policies: [inHours(OFFICE, policyOf(everything, { id: 'office' }))] }),
];

const text = (...values: string[]) => fc.constantFrom(...values);
const priority = fc.constantFrom('low', 'normal', 'high', 'urgent');
const status = fc.constantFrom(...STATUSES);

const said = fc.record({
  version: fc.constant(1),
  language: text('en', 'zh', ''),
  sentiment: fc.option(fc.integer({ min: -100, max: 100 })),
  courtesies: fc.subarray([...COURTESIES]),
  question: fc.boolean(),
  fingerprint: fc.option(fc.nat(2)),
});
const message = fc.record({
  type: fc.constant('message' as const),
  public: fc.boolean(),
  said: fc.option(said),
});

const ticketBody: fc.Arbitrary<ConversationBody> = fc.oneof(
  fc.record({ type: fc.constant('created' as const), status, priority: fc.option(priority) }),
  fc.record({
    type: fc.constant('assigned' as const),
    agent_id: fc.option(text('a1', 'a2')),
    team: fc.constant(null),
  }),
  { weight: 4, arbitrary: message },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('status_changed' as const), status }) },
  fc.record({ type: fc.constant('priority_changed' as const), priority }),
  fc.record({ type: fc.constant('transferred' as const), to_queue: text('q1', 'q2') }),
  fc.record({ type: fc.constant('escalated' as const), level: fc.constant(null) }),
  fc.record({
    type: fc.constant('tagged' as const),
    added: fc.subarray(['vip', 'x']),
    removed: fc.subarray(['vip', 'x']),
  }),
  fc.record({ type: fc.constant('merged' as const), into_conversation_id: fc.constant('other') }),
  fc.record({ type: fc.constant('deleted' as const) }),
);

const chatBody: fc.Arbitrary<ConversationBody> = fc.oneof(
  fc.record({ type: fc.constant('started' as const), priority: fc.option(priority) }),
  fc.record({ type: fc.constant('queued' as const), position: fc.constant(null) }),
  { weight: 3, arbitrary: fc.record({ type: fc.constant('answered' as const) }) },
  { weight: 3, arbitrary: message },
  fc.record({ type: fc.constantFrom('held' as const, 'resumed' as const, 'wrapped_up' as const) }),
  fc.record({
    type: fc.constant('wrapped_up' as const),
    talked_until: fc.option(fc.integer({ min: -10, max: 90 }).map((minutes) => OPENED + minutes * MINUTE)),
    held_ms: fc.option(fc.nat(20 * MINUTE)),
  }),
  fc.record({ type: fc.constant('transferred' as const), to_queue: text('q1', 'q2') }),
  fc.record({ type: fc.constantFrom('callback_requested' as const, 'abandoned' as const) }),
  fc.record({ type: fc.constant('ended' as const), resolved: fc.option(fc.boolean()) }),
);

const surveyBody: fc.Arbitrary<ConversationBody> = fc.oneof(
  fc.record({
    type: fc.constant('sent' as const),
    survey_id: text('s1', 's2'),
    kind: text('csat', 'nps'),
    agent_id: fc.option(text('a1', 'a2')),
  }),
  fc.record({
    type: fc.constant('answered' as const),
    survey_id: text('s1', 's2'),
    kind: text('csat', 'nps'),
    agent_id: fc.option(text('a1', 'a2')),
    score: fc.nat(5),
    scale_max: fc.constant(5),
    criterion: fc.constant(null),
  }),
);

const BODIES: Record<Stream, fc.Arbitrary<ConversationBody>> = {
  tickets: ticketBody,
  chats: chatBody,
  surveys: surveyBody,
};

/** Most events are of no record; those that are, of one of two in any of three versions. */
const record = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  fc.record({ id: text('r1', 'r2'), version: fc.nat(2) }),
);

function eventOn(stream: Stream): fc.Arbitrary<TimelineEvent> {
  return fc.record({
    eventId: fc.nat(1_000_000).map((id) => `e${id}`),
    // Few instants, so that many events share one; some lie before the opening, some a day later.
    occurredAt: fc
      .oneof(fc.integer({ min: -10, max: 120 }), fc.integer({ min: 1_440, max: 1_460 }))
      .map((minutes) => OPENED + minutes * MINUTE),
    actorKind: fc.constantFrom(...ACTOR_KINDS),
    actorId: text('', 'a1', 'a2'),
    queue: text('', 'q1', 'q2'),
    customerId: text('', 'c1'),
    customerTier: text('', 'gold'),
    tags: fc.subarray(['vip']),
    team: text('', 't1'),
    stamp: fc.constantFrom(...STAMPS),
    record,
    body: BODIES[stream],
  });
}

/** A ticket of more events, none of a record that may be corrected. */
export const longTicket: fc.Arbitrary<Timeline> = fc
  .uniqueArray(eventOn('tickets'), { minLength: 1, maxLength: 80, selector: ({ eventId }) => eventId })
  .map((events) => ({
    stream: 'tickets',
    channel: 'email',
    conversationId: 'c',
    openedAt: OPENED,
    events: events.map((event) => ({ ...event, record: null })).sort(compareEvents),
  }));

const CHANNELS: readonly Channel[] = ['email', 'chat', 'messaging', 'voice'];

/** A conversation of anything in any order: contradictions are the rule. */
export const anyTimeline: fc.Arbitrary<Timeline> = fc
  .record({
    stream: fc.constantFrom('tickets' as const, 'tickets' as const, 'chats' as const, 'surveys' as const),
    channel: fc.constantFrom(...CHANNELS),
  })
  .chain(({ stream, channel }) =>
    fc
      .uniqueArray(eventOn(stream), { minLength: 1, maxLength: 25, selector: ({ eventId }) => eventId })
      .map((events) => ({
        stream,
        channel,
        conversationId: 'c',
        openedAt: OPENED,
        events: events.sort(compareEvents),
      })),
  );
