import type { IncomingHttpHeaders } from 'node:http';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';

export type Vendor = 'zendesk' | 'intercom' | 'chatwoot';

/** A request of a vendor: its headers and the bytes of its body, which signatures are of. */
export interface Delivery {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface SignatureTerms {
  secret: string;
  /** UTC ms. */
  now: number;
  /** A delivery signed longer ago than this, or this far ahead, may be a replay. */
  toleranceMs: number;
}

/**
 * What a webhook means to us.
 * - `ignored`: nothing that we count; `no_creation_time`: it does not say when its conversation was created,
 *   without which its events cannot be put to those that we know of the conversation;
 * - `faults`: a notification that we should understand and do not.
 */
export type Translation =
  | { events: OutgoingEvent[] }
  | { ignored: 'not_mapped' | 'no_creation_time' }
  | { faults: Fault[] };

/**
 * The webhooks of a help desk.
 *
 * Ids are the vendor's with the vendor's name before them. Of customers nothing but that id goes further, and of
 * messages that they were sent and, where the center opted in, what their texts say. The same notification gives the same event ids each time it is delivered.
 */
export interface Webhook {
  vendor: Vendor;
  isSigned(delivery: Delivery, terms: SignatureTerms): boolean;
  translate(json: unknown): Translation;
}
