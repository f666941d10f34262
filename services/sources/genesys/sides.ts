import type { ConversationRecord, Session } from './shapes.ts';
import { endingOf, isContactMedia, plain } from './values.ts';

/** Sessions of participants of these purposes, in media that are contacts. */
export function sessionsOf({ participants }: ConversationRecord, purposes: readonly string[]): Session[] {
  return participants
    .filter(({ purpose }) => purposes.includes(plain(purpose)))
    .flatMap(({ sessions }) => sessions)
    .filter(({ mediaType }) => isContactMedia(mediaType));
}

/**
 * The customer's sessions. Somebody outside is the customer where nobody else is, as in a call that goes out; beside a
 * customer it is whoever an agent called in.
 */
export function customerSessions(record: ConversationRecord): Session[] {
  const customers = sessionsOf(record, ['customer']);
  return customers.length > 0 ? customers : sessionsOf(record, ['external']);
}

/** How a session ended: as its last segment says that says it. */
export function lastEnding({ segments }: Session) {
  const last = segments
    .filter(({ disconnectType, segmentStart }) => endingOf(disconnectType) !== '' && segmentStart != null)
    .sort((a, b) => a.segmentStart! - b.segmentStart!)
    .at(-1);
  return endingOf(last?.disconnectType);
}
