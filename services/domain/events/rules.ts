import type { InputTopic } from '../../../schemas/index.ts';
import type {
  AgentBody,
  AgentEvent,
  ChatBody,
  SurveyBody,
  TicketBody,
  TicketEvent,
} from '../../../schemas/types.ts';
import { STATUSES } from '../measure/status.ts';
import { ACTOR_KINDS, CHANNELS } from '../timeline/timeline.ts';
import { COURTESIES, MAX_FINGERPRINT } from '../words/said.ts';
import type { OutgoingEvent } from './event.ts';
import { SCALE_MAX, scaleFault } from './survey-scale.ts';

/** What is wrong with an event, and in which field. */
export interface EventFault {
  /** Such as `event.score`. */
  path: string;
  message: string;
}

/** Says what is wrong with a value, or null. Never repeats the value: it may be personal. */
export type Check<T> = (value: T) => string | null;

/** A check for each field; fields of a nested record have checks of their own, null is left alone. */
type Checks<T> = { [F in keyof T]: Check<T[F]> | NestedChecks<NonNullable<T[F]>> };
type NestedChecks<T> = T extends readonly unknown[] ? never : T extends object ? Checks<T> : never;

/** The same with the types of the values forgotten, for who walks it. */
export interface AnyChecks {
  readonly [field: string]: Check<never> | AnyChecks;
}

/** Checks for each event type of a topic: a field without one does not compile. */
type BodyChecks<B extends { type: string }> = {
  [T in B['type']]: Checks<Omit<Extract<B, { type: T }>, 'type'>>;
};

/** Longest id, name or tag. */
const MAX_TEXT = 256;
const MAX_LIST = 64;
/** Below this, a number of ms lies in the early seventies: it was meant as seconds. */
const SECONDS_BELOW = 100_000_000_000;
/** 2100-01-01: beyond any clock that is merely wrong, and within what the Date in the sort keys holds. */
const MAX_TIME = 4_102_444_800_000;

const text: Check<string> = (value) => {
  if (value.length === 0) return 'must not be empty';
  if (value.length > MAX_TEXT) return `longer than ${MAX_TEXT} characters`;
  // UTF-8 has no half of a character: it would arrive as another text than was sent, and as another key.
  return value.isWellFormed() ? null : 'has half of a character (a lone surrogate)';
};
const optionalText: Check<string | null | undefined> = (value) => (value ? text(value) : null);
const texts: Check<string[]> = (values) => {
  if (values.length > MAX_LIST) return `more than ${MAX_LIST}`;
  for (const value of values) {
    const fault = text(value);
    if (fault !== null) return `has an entry that is at fault: ${fault}`;
  }
  return null;
};
const time: Check<number> = (value) => {
  if (!Number.isInteger(value)) return 'must be a whole number';
  if (value <= 0 || value >= MAX_TIME) return 'not a time between 1970 and 2100';
  return value >= SECONDS_BELOW ? null : 'looks like seconds: give milliseconds';
};
const between =
  (min: number, max: number): Check<number> =>
  (value) =>
    value >= min && value <= max ? null : `must be ${min} to ${max}`;
const version: Check<number> = (value) =>
  Number.isSafeInteger(value) && value >= 0 ? null : 'must be an integer of 0 to 2^53 - 1';
const anything: Check<unknown> = () => null;

function oneOf(allowed: readonly string[]): Check<string> {
  const members = new Set(allowed);
  return (value) => (members.has(value) ? null : `must be one of ${allowed.join(', ')}`);
}
const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value) =>
    value === null ? null : check(value);
/** What an agent may be doing. */
export const AGENT_STATES = [
  'available',
  'busy',
  'wrap_up',
  'break',
  'training',
  'meeting',
  'away',
  'offline',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

const status = oneOf(STATUSES);
const priority = oneOf(['low', 'normal', 'high', 'urgent']);
const optionalPriority = orNull(priority);
const optionalCount = orNull(between(0, 65_535));
const optionalTime: Check<number | null | undefined> = (value) => (value ? time(value) : null);
const optionalDuration: Check<number | null | undefined> = (value) =>
  value ? between(0, MAX_TIME)(value) : null;
const relation = oneOf(['colleague', 'supervisor', 'self', 'customer']);
const optionalRelation: Check<string | null | undefined> = (value) => (value ? relation(value) : null);
const surveyKind = oneOf(['csat', 'nps', 'ces', 'peer_review', 'quality_review']);

/** A message. Its text may be anything: it is read as far as it goes, and not kept. */
const message = {
  public: anything,
  text: anything,
  said: {
    version: between(0, 65_535),
    language: ((value) =>
      /^([a-z]{2,3})?$/.test(value) ? null : 'must be a code of ISO 639, such as en') as Check<string>,
    sentiment: orNull(between(-100, 100)),
    courtesies: ((values) =>
      values.every((one) => (COURTESIES as readonly string[]).includes(one))
        ? null
        : `must be of ${COURTESIES.join(', ')}`) as Check<string[]>,
    question: anything,
    fingerprint: orNull(between(0, MAX_FINGERPRINT)),
  },
};

const common = {
  event_id: text,
  occurred_at: time,
  source: text,
  actor: { kind: oneOf(ACTOR_KINDS), id: optionalText },
};
const conversation: Checks<Omit<TicketEvent, 'event'>> = {
  ...common,
  conversation_id: text,
  opened_at: time,
  channel: oneOf(CHANNELS),
  queue: optionalText,
  customer: { id: optionalText, tier: optionalText },
  tags: texts,
  record: { id: text, version },
};
const agent: Checks<Omit<AgentEvent, 'event'>> = { ...common, agent_id: text };

const tickets: BodyChecks<TicketBody> = {
  created: { status, priority: optionalPriority },
  assigned: { agent_id: optionalText, team: optionalText },
  message,
  status_changed: { status },
  priority_changed: { priority },
  transferred: { to_queue: text },
  escalated: { level: optionalText },
  tagged: { added: texts, removed: texts },
  merged: { into_conversation_id: text },
  deleted: {},
};
const chats: BodyChecks<ChatBody> = {
  started: { priority: optionalPriority },
  queued: { position: optionalCount },
  answered: {},
  message,
  held: {},
  resumed: {},
  transferred: { to_queue: text },
  callback_requested: {},
  abandoned: {},
  ended: { resolved: anything },
  wrapped_up: { talked_until: optionalTime, held_ms: optionalDuration },
};
const agents: BodyChecks<AgentBody> = {
  state_changed: {
    state: oneOf(AGENT_STATES),
    slots: optionalCount,
    slots_busy: optionalCount,
    queues: texts,
  },
  scheduled: {
    starts_at: time,
    ends_at: time,
    activity: oneOf(['on_queue', 'break', 'training', 'meeting', 'off']),
  },
};
const surveys: BodyChecks<SurveyBody> = {
  sent: { survey_id: text, kind: surveyKind, agent_id: optionalText },
  answered: {
    survey_id: text,
    kind: surveyKind,
    agent_id: optionalText,
    score: between(0, 100),
    scale_max: between(SCALE_MAX.min, SCALE_MAX.max),
    criterion: optionalText,
    relation: optionalRelation,
    review_id: optionalText,
  },
};

/** The checks of a topic's envelope and of each of its event types. */
export interface TopicRules {
  envelope: AnyChecks;
  bodies: Readonly<Record<string, AnyChecks>>;
}

export const EVENT_RULES: Readonly<Record<InputTopic, TopicRules>> = {
  'contact.tickets': { envelope: conversation, bodies: tickets },
  'contact.chats': { envelope: conversation, bodies: chats },
  'contact.agents': { envelope: agent, bodies: agents },
  'contact.surveys': { envelope: conversation, bodies: surveys },
};

/**
 * What is wrong with the type that an envelope names beside its event, or null. Encoders that choose the branch of a
 * union by the look of a value choose wrongly among events with few fields; what the producer meant stands there.
 */
export function typeFault({ value: { type, event } }: OutgoingEvent): EventFault | null {
  if (type === undefined || type === null || type === event.type) return null;
  return { path: 'type', message: `is not that of the event, which is ${event.type}` };
}

/** What is wrong between fields whose own values are right. */
export function crossFaults(outgoing: OutgoingEvent): EventFault[] {
  const { event } = outgoing.value;
  const wrongType = typeFault(outgoing);
  if (wrongType !== null) return [wrongType];
  if (event.type === 'scheduled' && event.ends_at <= event.starts_at) {
    return [{ path: 'event.ends_at', message: 'must be after starts_at' }];
  }
  const fault = event.type === 'answered' && 'score' in event ? scaleFault(event) : null;
  return fault === null ? [] : [fault];
}

/** Everything that makes an event meaningless though Avro accepts it; empty when it means something. */
export function eventFaults(event: OutgoingEvent): EventFault[] {
  const faults: EventFault[] = [];
  const { envelope, bodies } = WALKS[event.topic];
  envelope(event.value, faults);
  bodies.get(event.value.event.type)!(event.value.event, faults);
  return faults.length > 0 ? faults : crossFaults(event);
}

/** Puts what is wrong with a record's fields to the faults. */
type Walk = (record: object, faults: EventFault[]) => void;

/** The rules as functions: ingest asks them of every event. */
const WALKS = Object.fromEntries(
  Object.entries(EVENT_RULES).map(([topic, { envelope, bodies }]) => [
    topic,
    {
      envelope: walkOf(envelope, ''),
      bodies: new Map(Object.entries(bodies).map(([type, checks]) => [type, walkOf(checks, 'event.')])),
    },
  ]),
) as Record<InputTopic, { envelope: Walk; bodies: Map<string, Walk> }>;

function walkOf(checks: AnyChecks, prefix: string): Walk {
  const steps = Object.entries(checks).map(([field, check]) => stepOf(field, check, prefix + field));
  return (record, faults) => {
    for (const step of steps) step(record, faults);
  };
}

function stepOf(field: string, check: Check<never> | AnyChecks, path: string): Walk {
  if (typeof check === 'function') {
    return (record, faults) => {
      const message = check((record as Record<string, never>)[field]!);
      if (message !== null) faults.push({ path, message });
    };
  }
  const walk = walkOf(check, `${path}.`);
  return (record, faults) => {
    const inner = (record as Record<string, object | null | undefined>)[field];
    if (inner !== null && inner !== undefined) walk(inner, faults);
  };
}
