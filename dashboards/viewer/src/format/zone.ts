const pieces = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
} as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock of a zone; kept, because making one is far dearer than using it. */
function clockOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...pieces });
    formats.set(zone, format);
  }
  return format;
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms. */
function offsetMs(instant: number, zone: string): number {
  const written = wallClock(instant, zone);
  return Date.parse(`${written}:00Z`) - Math.floor(instant / 60_000) * 60_000;
}

/** What a zone's clocks show at an instant (UTC ms), as `datetime-local` wants it: `2024-01-15T11:00`. */
export function wallClock(instant: number, zone: string): string {
  const part = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${part.year!.padStart(4, '0')}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/**
 * The instant at which a zone's clocks show `2024-01-15T11:00`. Of two (clocks go back) the earlier; for one that
 * is left out (clocks go forward) the instant as far after the change. NaN for what is not a time.
 */
export function instantOf(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) || Number.isNaN(asUtc)) return Number.NaN;
  const before = asUtc - offsetMs(asUtc - 86_400_000, zone);
  if (wallClock(before, zone) === wall) return before;
  const after = asUtc - offsetMs(asUtc + 86_400_000, zone);
  return wallClock(after, zone) === wall ? after : before;
}

/** Midnight of the day `days` after the one of an instant, on the clocks of the zone. UTC ms. */
export function midnight(instant: number, days: number, zone: string): number {
  const date = new Date(`${wallClock(instant, zone).slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return instantOf(date.toISOString().slice(0, 16), zone);
}

/** Whether a text names a time zone that the browser knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
