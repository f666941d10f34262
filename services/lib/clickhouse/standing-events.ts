/**
 * SQL, a condition on rows of `events`: those that count, as `standingEvents` says of a timeline.
 *
 * @param place a condition that the rows asked for fulfil, and with each all others of its conversation and stream
 */
export function standingEventsSql(place: string): string {
  return `(record_id = '' OR (toDate(opened_at), conversation_id, stream, record_id, record_version) IN (
    SELECT toDate(opened_at) AS day, conversation_id, stream, record_id, max(record_version) FROM events
    WHERE record_id != '' AND ${place}
    GROUP BY day, conversation_id, stream, record_id))`;
}
