import type { z } from 'zod';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';
import { noOwnStates } from '../agent-states.ts';
import { isObject, jsonOf } from '../json.ts';
import type { ReaderOptions, Reading, SourceReader } from '../source.ts';
import { eventsOfActivity, eventsOfUser } from './agents.ts';
import { contactOf } from './contact.ts';
import { eventsOf } from './events.ts';
import { createKnownConversations } from './known.ts';
import { eventsOfDetail } from './live.ts';
import { apiNames } from './sdk-names.ts';
import {
  activity,
  type ConversationRecord,
  conversationRecord,
  detailEvent,
  notification,
  userDetails,
} from './shapes.ts';
import { versionOf } from './version.ts';

const DETAIL = /^v2\.detail\.events\.conversation\.[^.]+\.(.+)$/;
const ACTIVITY = /^v2\.users\.[^.]+\.activity$/;

/** Sessions and segments of one conversation at most: none has had so many, and each is held beside the others. */
const MAX_PARTS = 5_000;

/**
 * Reads what Genesys Cloud writes: conversations of the analytics API, users' details, and notifications, by themselves
 * or as EventBridge wraps them. Which it is, its fields say.
 */
export function createReader({ customers, states = noOwnStates }: ReaderOptions): SourceReader {
  const conversations = createKnownConversations();

  function conversation(json: unknown): Reading {
    const parsed = parse(conversationRecord, json);
    if ('faults' in parsed) return parsed;
    if (partsOf(parsed.value) > MAX_PARTS) {
      return { faults: [{ path: 'participants', message: 'have too many sessions and segments' }] };
    }
    const contact = contactOf(parsed.value, customers);
    if (contact === null) return { ignored: 'internal' };
    return eventsOr(eventsOf(contact, versionOf(parsed.value)), 'not_counted');
  }

  function told(json: unknown): Reading {
    const parsed = parse(notification, json, 'detail');
    if ('faults' in parsed) return parsed;
    const { topicName, eventBody } = parsed.value;
    const detail = DETAIL.exec(topicName);
    if (detail !== null) {
      const event = parse(detailEvent, eventBody, 'detail.eventBody');
      if ('faults' in event) return event;
      const events = eventsOfDetail(detail[1]!, event.value, conversations, customers);
      return 'ignored' in events ? events : { events };
    }
    if (!ACTIVITY.test(topicName)) return { ignored: 'not_counted' };
    const user = parse(activity, eventBody, 'detail.eventBody');
    return 'faults' in user ? user : eventsOr(eventsOfActivity(user.value, states), 'no_state');
  }

  return {
    read({ text }) {
      const parsed = jsonOf(text);
      if (!isObject(parsed)) return { faults: [{ path: '', message: 'is no JSON object' }] };
      const json = apiNames(parsed);
      if (isObject(json.detail)) return told(json.detail);
      if ('topicName' in json) return told(json);
      if ('conversationId' in json) return conversation(json);
      if (isEmptyAnswer(json)) return { ignored: 'empty_answer' };
      if (!('userId' in json))
        return { faults: [{ path: '', message: 'is none of the records that are known' }] };
      const user = parse(userDetails, json);
      return 'faults' in user ? user : eventsOr(eventsOfUser(user.value, states), 'no_state');
    },
  };
}

/** What answers of the API have beside their records. */
const BESIDE_RECORDS: ReadonlySet<string> = new Set([
  ...['conversations', 'userDetails', 'aggregations', 'totalHits', 'cursor', 'dataAvailabilityDate'],
  ...['user_details', 'total_hits', 'data_availability_date'],
]);

/** An answer without records: nothing was in its interval. It may leave the list out. */
function isEmptyAnswer(json: Record<string, unknown>): boolean {
  return Object.keys(json).every((name) => BESIDE_RECORDS.has(name));
}

/** Without events there is nothing that counts. */
function eventsOr(events: OutgoingEvent[], ignored: string): Reading {
  return events.length === 0 ? { ignored } : { events };
}

function partsOf({ participants }: ConversationRecord): number {
  const sessions = participants.flatMap((participant) => participant.sessions);
  return sessions.reduce((count, { segments }) => count + 1 + segments.length, 0);
}

function parse<T extends z.ZodType>(
  schema: T,
  json: unknown,
  within = '',
): { value: z.output<T> } | { faults: Fault[] } {
  const { success, data, error } = schema.safeParse(json);
  if (success) return { value: data };
  const faults = error.issues.map(({ path, message }) => ({
    path: [within, ...path.map(String)].filter(Boolean).join('.'),
    message,
  }));
  return { faults };
}
