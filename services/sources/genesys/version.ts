import type { ConversationRecord } from './shapes.ts';

/** Room for the number of times behind the latest of them; a record of more has no need of the difference. */
const TIMES = 1_000;
/** 2100-01-01, UTC ms: no event is later. */
const LATEST = 4_102_444_800_000;

/**
 * The version of detail events: above that of a record of a conversation that goes on, as they come while such a record
 * grows old, and below that of one that is over, which has all that they told.
 */
export const LIVE_VERSION = LATEST * TIMES;

/**
 * The version of a conversation's record: the latest time in it and then the number of its times, so that it grows with
 * what has become known and is the same for the same record from wherever it comes. Of a conversation that is over it is
 * above `LIVE_VERSION`. Times that lie ahead, such as those of a scheduled callback and of the time-out of an idle
 * conversation, are not among those looked at.
 */
export function versionOf(record: ConversationRecord): number {
  let latest = record.conversationStart;
  let count = 1;
  const note = (at: number | null | undefined) => {
    if (at == null) return;
    latest = Math.max(latest, at);
    count++;
  };
  note(record.conversationEnd);
  for (const { sessions } of record.participants) {
    for (const { segments, metrics } of sessions) {
      for (const { segmentStart, segmentEnd } of segments) {
        note(segmentStart);
        note(segmentEnd);
      }
      for (const { emitDate } of metrics) note(emitDate);
    }
  }
  const known = Math.min(Math.max(0, latest), LATEST - 1) * TIMES + Math.min(count, TIMES - 1);
  return record.conversationEnd == null ? known : LIVE_VERSION + known;
}
