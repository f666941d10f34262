import { DateTime, type DurationLikeObject } from 'luxon';

const UNITS: Record<string, keyof DurationLikeObject> = {
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  M: 'months',
  mo: 'months',
  y: 'years',
};
const FLOORS: Record<string, 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  mo: 'month',
  y: 'year',
};

/**
 * Reads an instant as Grafana writes it: epoch ms, ISO 8601 (without an offset: in `zone`), or `now` with
 * steps such as `now-6h`, `now/d`, `now-1d/d`. Rounding goes down, or up to the end of the unit with `round` up.
 * Returns UTC ms, or null if it is none of these.
 */
export function parseInstant(text: string, zone: string, now: number, round: 'down' | 'up'): number | null {
  if (/^\d{9,15}$/.test(text)) return Number(text);
  if (!text.startsWith('now')) {
    const at = DateTime.fromISO(text, { zone });
    return at.isValid ? at.toMillis() : null;
  }
  if (!/^now([+-]\d{1,6}(s|mo|m|h|d|w|M|y)|\/(mo|m|h|d|w|M|y))*$/.test(text)) return null;
  let at = DateTime.fromMillis(now, { zone });
  for (const [, sign, amount, unit, floor] of text.matchAll(
    /([+-])(\d+)(s|mo|m|h|d|w|M|y)|\/(mo|m|h|d|w|M|y)/g,
  )) {
    if (floor !== undefined) {
      at = at.startOf(FLOORS[floor]!);
      if (round === 'up') at = at.plus({ [`${FLOORS[floor]!}s`]: 1 });
    } else {
      const step = { [UNITS[unit!]!]: Number(amount) };
      at = sign === '-' ? at.minus(step) : at.plus(step);
    }
  }
  return at.isValid ? at.toMillis() : null;
}

/** Whether a name is a time zone of the IANA database. */
export function isZone(name: string): boolean {
  return DateTime.utc().setZone(name).isValid;
}
