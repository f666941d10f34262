import type { z } from 'zod';
import type { TicketBody, TicketEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';
import type { Translation, Vendor } from './webhook.ts';

/** Everything of a ticket event but what happened and its id. */
export type TicketEnvelope = Omit<TicketEvent, 'event_id' | 'event'>;

/**
 * The things that happened at once, in their order: ties in time are ordered by event id, so the ids count up.
 *
 * @param cause the vendor's id of what happened; the same cause gives the same event ids.
 */
export function ticketEvents(
  cause: string,
  envelope: TicketEnvelope,
  bodies: readonly TicketBody[],
): OutgoingEvent[] {
  return bodies.map((event, index) => ({
    topic: 'contact.tickets',
    value: { ...envelope, event_id: `${cause}:${index}`, event },
  }));
}

/** A message. Its text goes no further than to the collector's own door (`withoutTexts`). */
export function messageOf(isPublic: boolean, text: string | null | undefined): TicketBody {
  return { type: 'message', public: isPublic, ...(text ? { text } : {}) };
}

/** The events, or `ignored` where there are none. */
export function translated(events: OutgoingEvent[]): Translation {
  return events.length > 0 ? { events } : { ignored: 'not_mapped' };
}

/** The vendor's id with the vendor's name before it: the ids of two help desks must not meet. */
export function idOf(vendor: Vendor, id: string): string {
  return `${vendor}:${id}`;
}

export function optionalIdOf(vendor: Vendor, id: string | null | undefined): string | null {
  return id ? idOf(vendor, id) : null;
}

/** What zod found wrong with a notification; paths and kinds of fault, no values. */
export function faultsOf(error: z.ZodError, ...at: PropertyKey[]): Fault[] {
  return error.issues.map(({ path, message }) => ({ path: [...at, ...path].join('.'), message }));
}
