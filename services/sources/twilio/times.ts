import { DateTime } from 'luxon';

/** Numbers below this are seconds: as milliseconds they would lie in the early seventies. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * A time as one of the three forms writes it: seconds or milliseconds since 1970 (callbacks, REST), or ISO 8601 with a
 * zone (Event Streams, REST). Gives UTC ms; NaN where it is none.
 */
export function timeOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  if (/^\d{1,15}$/.test(text)) {
    const number = Number(text);
    return number < SECONDS_BELOW ? number * 1_000 : number;
  }
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(text)) return Number.NaN;
  const time = DateTime.fromISO(text);
  return time.isValid ? time.toMillis() : Number.NaN;
}

/** The second that an instant lies in, UTC ms: the grain in which callbacks write when a task was created. */
export function secondOf(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
