import type { Timeline, TimelineEvent } from '../timeline/timeline.ts';
import { isCustomerMessage } from './messages.ts';
import { initialStatus, type Status } from './status.ts';

/** What the first events of their kind decide for a whole conversation. */
export interface Outset {
  /** The status at the opening. */
  readonly status: Status;
  /**
   * Whether the company wrote first: an agent opened it, or a bot that wrote before the customer did, as campaigns do.
   * The actor of `created` or `started` tells who opened it.
   */
  readonly openedByCompany: boolean;
  /**
   * Since when the customer waits for the company at all: since the opening or, where the company wrote
   * first, since the customer's first message. Null: the company still waits for the customer.
   */
  readonly awaitedSince: number | null;
  /** The first customer that an event names. */
  readonly customerId: string;
  /** No event lies before. Events may be dated before the opening. */
  readonly beginAt: number;
}

export function outsetOf(timeline: Timeline): Outset {
  const { openedAt, events } = timeline;
  const openedByCompany = isOpenedByCompany(events);
  return {
    status: initialStatus(timeline),
    openedByCompany,
    awaitedSince: openedByCompany ? (events.find(isCustomerMessage)?.occurredAt ?? null) : openedAt,
    customerId: events.find(namesCustomer)?.customerId ?? '',
    beginAt: Math.min(openedAt, events[0]!.occurredAt),
  };
}

export function sameOutset(a: Outset, b: Outset): boolean {
  return (
    a.status === b.status &&
    a.openedByCompany === b.openedByCompany &&
    a.awaitedSince === b.awaitedSince &&
    a.customerId === b.customerId &&
    a.beginAt === b.beginAt
  );
}

/** Those events that alone, and with whatever comes after all of them, have the outset that all of them have. */
export function decisive(events: readonly TimelineEvent[]): TimelineEvent[] {
  const first = [isCreated, isOpening, isPublicMessage, isCustomerMessage, namesCustomer].map((is) =>
    events.findIndex(is),
  );
  return events.filter((_, i) => i === 0 || first.includes(i));
}

function isOpenedByCompany(events: readonly TimelineEvent[]): boolean {
  const opening = events.find(isOpening);
  if (opening?.actorKind !== 'bot') return opening?.actorKind === 'agent';
  // A bot that opens a conversation for a customer who waits does not write first.
  return events.find(isPublicMessage)?.actorKind === 'bot';
}

function isCreated({ body }: TimelineEvent): boolean {
  return body.type === 'created';
}

function isOpening({ body }: TimelineEvent): boolean {
  return body.type === 'created' || body.type === 'started';
}

function isPublicMessage({ body }: TimelineEvent): boolean {
  return body.type === 'message' && body.public;
}

function namesCustomer({ customerId }: TimelineEvent): boolean {
  return customerId !== '';
}
