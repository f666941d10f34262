import type { ChatEvent } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../domain/events/event.ts';
import type { Channel } from '../../../domain/timeline/timeline.ts';
import type { CustomerIds } from '../../customers.ts';
import { queueName, shortId } from '../values.ts';
import { happeningsOf } from './happenings.ts';
import type { ContactRecord } from './record.ts';

const SOURCE = 'amazon-connect';

/** A task is made by a program or a rule; there is no customer who writes or speaks. */
const CHANNELS = new Map<string, Channel>([
  ['VOICE', 'voice'],
  ['CHAT', 'chat'],
  ['EMAIL', 'email'],
  ['TASK', 'api'],
]);

/**
 * A contact as the events of a conversation of its own. Each contact of a chain is one: neither when the first contact
 * began nor what became of the others stands in the record of a later one, and a contact that was handed on may last
 * beside the next. They share their customer.
 *
 * Ids hold the version, so that a corrected record gives all its events anew; `record` lets the last version count.
 *
 * @param version which of several tellings of the contact this is; a record's own is when it was updated
 * @returns null where the record has no time at all
 */
export function contactEvents(
  record: ContactRecord,
  customers: CustomerIds,
  version = versionOf(record),
): OutgoingEvent[] | null {
  const openedAt = openingOf(record);
  if (openedAt === null || version === null) return null;
  const contact = shortId(record.ContactId);
  const happenings = happeningsOf(record, openedAt);
  const queue = queueName(record.Queue);
  const queuedAt = happenings.findIndex(({ body }) => body.type !== 'started');
  const envelope = {
    conversation_id: `${SOURCE}:${contact}`,
    opened_at: openedAt,
    channel: CHANNELS.get(record.Channel ?? 'VOICE') ?? 'api',
    source: SOURCE,
    customer: customerOf(record, customers),
    tags: [],
    record: { id: contact, version },
  } satisfies Partial<ChatEvent>;
  return happenings.map(({ at, actor, body }, place) => ({
    topic: 'contact.chats',
    value: {
      ...envelope,
      // There are ten places at most, so that ids of one instant are in their order.
      event_id: `${SOURCE}:${contact}:${version}:${place}:${body.type}`,
      occurred_at: at,
      actor,
      // The time before the queue is the menu's.
      queue: queuedAt >= 0 && place >= queuedAt ? queue : null,
      event: body,
    },
  }));
}

/** A record that comes later has a later time of its update; null where it has no time at all. */
function versionOf(record: ContactRecord): number | null {
  return record.LastUpdateTimestamp ?? record.DisconnectTimestamp ?? openingOf(record);
}

function openingOf(record: ContactRecord): number | null {
  return (
    record.InitiationTimestamp ??
    record.ConnectedToSystemTimestamp ??
    record.Queue?.EnqueueTimestamp ??
    record.Agent?.ConnectedToAgentTimestamp ??
    record.DisconnectTimestamp
  );
}

function customerOf(record: ContactRecord, customers: CustomerIds): ChatEvent['customer'] {
  const address = record.CustomerEndpoint?.Address ?? record.CustomerId;
  const id = address === null ? '' : customers.idOf(address);
  return id === '' ? null : { id, tier: null };
}
