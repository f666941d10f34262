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

/** The span of a range that ends now (`6h`), or null for any other range. */
export function quickSpan({ from, to }: { readonly from: string; readonly to: string }): string | null {
  return to === 'now' ? (/^now-(\w+)$/.exec(from)?.[1] ?? null) : null;
}
