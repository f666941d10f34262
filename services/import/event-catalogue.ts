import { STATUSES } from '../domain/measure/status.ts';

/**
 * The events that a mapping may name, with the fields of each, as `schemas/*.avsc` have them.
 * A test holds every entry against the Avro schemas.
 */

const PRIORITIES = ['low', 'normal', 'high', 'urgent'];
const SURVEYS = ['csat', 'nps', 'ces', 'peer_review', 'quality_review'];

/** How the text of a cell becomes a field. An empty optional field is null; an empty required one a fault. */
export interface FieldSpec {
  kind: 'text' | 'integer' | 'number' | 'boolean' | 'list';
  oneOf?: readonly string[];
  required?: boolean;
  /** Stands in where the mapping does not give the field. */
  default?: string;
}

export interface EventSpec {
  /** Who does it where the mapping does not say; null: the mapping must say. */
  actor: 'customer' | 'agent' | 'system' | null;
  fields: Readonly<Record<string, FieldSpec>>;
}

const text: FieldSpec = { kind: 'text' };
const requiredText: FieldSpec = { kind: 'text', required: true };
const status: FieldSpec = { kind: 'text', required: true, oneOf: STATUSES };
const priority: FieldSpec = { kind: 'text', oneOf: PRIORITIES };
const isPublic: FieldSpec = { kind: 'boolean', required: true, default: 'true' };
const survey = {
  survey_id: requiredText,
  kind: { kind: 'text', required: true, oneOf: SURVEYS },
  agent_id: text,
} as const;

const TICKET_EVENTS: Record<string, EventSpec> = {
  created: { actor: 'customer', fields: { status: { ...status, default: 'new' }, priority } },
  assigned: { actor: 'system', fields: { agent_id: text, team: text } },
  message: { actor: null, fields: { public: isPublic, text } },
  status_changed: { actor: 'system', fields: { status } },
  priority_changed: { actor: 'system', fields: { priority: { ...priority, required: true } } },
  transferred: { actor: 'system', fields: { to_queue: requiredText } },
  escalated: { actor: 'system', fields: { level: text } },
  tagged: { actor: 'system', fields: { added: { kind: 'list' }, removed: { kind: 'list' } } },
  merged: { actor: 'system', fields: { into_conversation_id: requiredText } },
  deleted: { actor: 'system', fields: {} },
};

const CHAT_EVENTS: Record<string, EventSpec> = {
  started: { actor: 'customer', fields: { priority } },
  queued: { actor: 'customer', fields: { position: { kind: 'integer' } } },
  answered: { actor: 'agent', fields: {} },
  message: { actor: null, fields: { public: isPublic, text } },
  held: { actor: 'agent', fields: {} },
  resumed: { actor: 'agent', fields: {} },
  transferred: { actor: 'agent', fields: { to_queue: requiredText } },
  callback_requested: { actor: 'customer', fields: {} },
  abandoned: { actor: 'customer', fields: {} },
  ended: { actor: 'system', fields: { resolved: { kind: 'boolean' } } },
  wrapped_up: { actor: 'agent', fields: {} },
};

const SURVEY_EVENTS: Record<string, EventSpec> = {
  sent: { actor: 'system', fields: survey },
  answered: {
    actor: 'customer',
    fields: {
      ...survey,
      score: { kind: 'number', required: true },
      scale_max: { kind: 'integer', required: true },
      criterion: text,
      relation: { kind: 'text', oneOf: ['colleague', 'supervisor', 'self', 'customer'] },
      review_id: text,
    },
  },
};

/** Topics that a CSV export can be mapped to, by their name in a mapping. */
export const EVENTS = { tickets: TICKET_EVENTS, chats: CHAT_EVENTS, surveys: SURVEY_EVENTS } as const;
export type MappedTopic = keyof typeof EVENTS;
export const MAPPED_TOPICS = Object.keys(EVENTS) as [MappedTopic, ...MappedTopic[]];
