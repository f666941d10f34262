import { DateTime } from 'luxon';

/** Seconds below this lie in March 1973: no contact center wrote them, and what lies before it looks like seconds to the rules. */
const FIRST_SECOND = 101_500_000;
/** 2100-01-01. */
const END_SECOND = 4_102_444_800;

/** Whether a number of seconds can be the time of something. */
export function isSecond(seconds: number): boolean {
  return seconds >= FIRST_SECOND && seconds < END_SECOND;
}

/**
 * The time of a line, UTC ms, or null. The file has seconds since 1970; the databases have the wall clock of the machine
 * (or of GMT, by `queue_log_realtime_use_gmt`), mostly to the microsecond. We keep milliseconds.
 *
 * @param zone IANA zone of a wall clock without an offset. An hour that the clock repeats in autumn is its first one.
 */
export function readTime(text: string, zone: string): number | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return isSecond(seconds) ? Math.floor(seconds * 1000) : null;
  }
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}/.test(text)) return null;
  const time = DateTime.fromISO(text.replace(' ', 'T').replace(/ (?=[+-]|Z)/, ''), { zone });
  if (!time.isValid) return null;
  const ms = time.toMillis();
  return isSecond(ms / 1000) ? ms : null;
}
