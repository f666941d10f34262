import { intervalMs } from '../format/interval.ts';
import { instantOf, wallClock } from '../format/zone.ts';

/** Ranges that are one click away: the `from` of each, their end is now. */
export const quickRanges = ['30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '14d', '30d', '90d'] as const;

/**
 * The instant (UTC ms) of `now`, `now-6h`, `now/d` or UTC ms as text.
 *
 * @param zone IANA name of the zone whose midnight `now/d` means
 */
export function resolveInstant(text: string, now: number, zone: string): number {
  if (text === 'now') return now;
  if (text === 'now/d') return instantOf(`${wallClock(now, zone).slice(0, 10)}T00:00`, zone);
  const [, span] = /^now-(\w+)$/.exec(text) ?? [];
  if (span) return now - intervalMs(span);
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

/** The greatest instant that a `Date` has, UTC ms. */
const lastInstant = 8.64e15;

/** Whether a text is an instant; addresses are written by people and by other programs too. */
export function isInstant(text: string): boolean {
  const isSpan = !text.startsWith('now-') || intervalMs(text.slice(4)) > 0;
  // Whatever the zone: it moves midnights only.
  return isSpan && Math.abs(resolveInstant(text, Date.now(), 'UTC')) <= lastInstant;
}

/** The span of a range that ends now (`6h`), or null for any other range. */
export function quickSpan({ from, to }: { readonly from: string; readonly to: string }): string | null {
  return to === 'now' ? (/^now-(\w+)$/.exec(from)?.[1] ?? null) : null;
}
