import type { InputTopic } from '../../../schemas/index.ts';
import { STATUSES } from '../../domain/measure/status.ts';
import { ACTOR_KINDS, CHANNELS } from '../../domain/timeline/timeline.ts';
import type { EventOf } from '../../lib/event-producer.ts';
import { dead, type Outcome, ok } from '../outcome.ts';

/** Longest id, name or tag. */
const MAX_TEXT = 256;
const MAX_TAGS = 64;
/** 2100-01-01: beyond any clock that is merely wrong, and within what the Date in the sort keys holds. */
const MAX_TIME = 4_102_444_800_000;

const PRIORITIES = new Set(['low', 'normal', 'high', 'urgent']);
const CHANNEL_SET = new Set<string>(CHANNELS);
const ACTOR_SET = new Set<string>(ACTOR_KINDS);
const STATUS_SET = new Set<string>(STATUSES);
const AGENT_STATES = new Set([
  'available',
  'busy',
  'wrap_up',
  'break',
  'training',
  'meeting',
  'away',
  'offline',
]);
const ACTIVITIES = new Set(['on_queue', 'break', 'training', 'meeting', 'off']);
const SURVEY_KINDS = new Set(['csat', 'nps', 'ces', 'peer_review', 'quality_review']);

type AnyEvent = EventOf<InputTopic>;
type AnyBody = AnyEvent['event'];

/** The second stage: an event that Avro accepts must also mean something. Every fault is named at once. */
export function validate(event: AnyEvent): Outcome<AnyEvent> {
  const faults: string[] = [];
  text(faults, 'event_id', event.event_id);
  time(faults, 'occurred_at', event.occurred_at);
  text(faults, 'source', event.source);
  member(faults, 'actor.kind', event.actor.kind, ACTOR_SET);
  optionalText(faults, 'actor.id', event.actor.id);
  if ('agent_id' in event) text(faults, 'agent_id', event.agent_id);
  else {
    text(faults, 'conversation_id', event.conversation_id);
    time(faults, 'opened_at', event.opened_at);
    member(faults, 'channel', event.channel, CHANNEL_SET);
    optionalText(faults, 'queue', event.queue);
    optionalText(faults, 'customer.id', event.customer?.id ?? null);
    optionalText(faults, 'customer.tier', event.customer?.tier ?? null);
    if (event.tags.length > MAX_TAGS) faults.push(`tags: more than ${MAX_TAGS}`);
    for (const tag of event.tags) text(faults, 'tags', tag);
  }
  validateBody(faults, event.event);
  if (faults.length === 0) return ok(event);
  return dead('validate', 'invalid', [...new Set(faults)].join('; '));
}

/**
 * A conversation's events must have its id as their key: only then are they in one partition and in the hands of
 * one consumer at a time, on which counting them once rests.
 */
export function validateKey(event: AnyEvent, key: Buffer | null): Outcome<AnyEvent> {
  if ('agent_id' in event || key?.toString('utf8') === event.conversation_id) return ok(event);
  return dead('validate', 'key_mismatch', 'the key is not the conversation id');
}

function validateBody(faults: string[], body: AnyBody): void {
  switch (body.type) {
    case 'created':
      member(faults, 'event.status', body.status, STATUS_SET);
      optionalMember(faults, 'event.priority', body.priority, PRIORITIES);
      break;
    case 'started':
      optionalMember(faults, 'event.priority', body.priority, PRIORITIES);
      break;
    case 'status_changed':
      member(faults, 'event.status', body.status, STATUS_SET);
      break;
    case 'priority_changed':
      member(faults, 'event.priority', body.priority, PRIORITIES);
      break;
    case 'assigned':
      optionalText(faults, 'event.agent_id', body.agent_id);
      optionalText(faults, 'event.team', body.team);
      break;
    case 'transferred':
      text(faults, 'event.to_queue', body.to_queue);
      break;
    case 'merged':
      text(faults, 'event.into_conversation_id', body.into_conversation_id);
      break;
    case 'state_changed':
      member(faults, 'event.state', body.state, AGENT_STATES);
      count(faults, 'event.slots', body.slots);
      count(faults, 'event.slots_busy', body.slots_busy);
      break;
    case 'scheduled':
      time(faults, 'event.starts_at', body.starts_at);
      time(faults, 'event.ends_at', body.ends_at);
      if (body.ends_at <= body.starts_at) faults.push('event.ends_at: must be after starts_at');
      member(faults, 'event.activity', body.activity, ACTIVITIES);
      break;
    case 'sent':
      text(faults, 'event.survey_id', body.survey_id);
      member(faults, 'event.kind', body.kind, SURVEY_KINDS);
      break;
    case 'answered':
      if (!('survey_id' in body)) break;
      text(faults, 'event.survey_id', body.survey_id);
      member(faults, 'event.kind', body.kind, SURVEY_KINDS);
      if (!(body.scale_max >= 2 && body.scale_max <= 100)) faults.push('event.scale_max: must be 2 to 100');
      if (!(body.score >= 0 && body.score <= body.scale_max))
        faults.push('event.score: must be 0 to scale_max');
      break;
  }
}

function text(faults: string[], field: string, value: string): void {
  if (value.length === 0) faults.push(`${field}: must not be empty`);
  else if (value.length > MAX_TEXT) faults.push(`${field}: longer than ${MAX_TEXT} characters`);
}

function optionalText(faults: string[], field: string, value: string | null): void {
  if (value !== null && value.length > MAX_TEXT) faults.push(`${field}: longer than ${MAX_TEXT} characters`);
}

function time(faults: string[], field: string, value: number): void {
  if (!(value > 0 && value < MAX_TIME)) faults.push(`${field}: not a time between 1970 and 2100`);
}

function count(faults: string[], field: string, value: number | null): void {
  if (value !== null && !(value >= 0 && value <= 65_535)) faults.push(`${field}: must be 0 to 65535`);
}

function member(faults: string[], field: string, value: string, allowed: ReadonlySet<string>): void {
  if (!allowed.has(value)) faults.push(`${field}: must be one of ${[...allowed].join(', ')}`);
}

function optionalMember(
  faults: string[],
  field: string,
  value: string | null,
  allowed: ReadonlySet<string>,
): void {
  if (value !== null) member(faults, field, value, allowed);
}
