import { intervalMs } from '../format/interval.ts';
import { midnight } from '../format/zone.ts';

/** Ranges that are one click away: the `from` of each, their end is now. */
export const quickRanges = ['30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '14d', '30d', '90d'] as const;

/** Ranges from today's midnight on, for dashboards that look ahead: how far beyond now each ends. */
export const rangesAhead = ['7d', '14d', '28d', '91d'] as const;

const relative = /^now(?:([+-])(\w+?))?(\/d)?$/;

/**
 * The instant (UTC ms) of `now`, `now-6h`, `now+14d`, `now/d`, `now-1d/d` or UTC ms as text.
 *
 * @param zone IANA name of the zone whose midnight `/d` means
 * @param round whether `/d` is the begin of the day or its end: as an end of a range it takes the whole day in
 */
export function resolveInstant(
  text: string,
  now: number,
  zone: string,
  round: 'down' | 'up' = 'down',
): number {
  const [found, sign, span, floor] = relative.exec(text) ?? [];
  if (found === undefined) return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  const at = now + (span ? intervalMs(span) : 0) * (sign === '-' ? -1 : 1);
  return floor ? midnight(at, round === 'up' ? 1 : 0, zone) : at;
}

/** Whether the end of a range lies beyond now. */
export const isAhead = (to: string): boolean => to.startsWith('now+');

/** The greatest instant that a `Date` has, UTC ms. */
const lastInstant = 8.64e15;

/** Whether a text is an instant; addresses are written by people and by other programs too. */
export function isInstant(text: string): boolean {
  const [, , span] = relative.exec(text) ?? [];
  const isSpan = span === undefined || intervalMs(span) > 0;
  // Whatever the zone: it moves midnights only.
  return isSpan && Math.abs(resolveInstant(text, Date.now(), 'UTC')) <= lastInstant;
}

/** The span of a range that ends now (`6h`), or null for any other range. */
export function quickSpan({ from, to }: { readonly from: string; readonly to: string }): string | null {
  return to === 'now' ? (/^now-(\w+)$/.exec(from)?.[1] ?? null) : null;
}
