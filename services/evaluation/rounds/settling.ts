import type { Round } from '../../domain/rounds/round.ts';
import { toIso } from '../../lib/time/range.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../../metrics/definition/windows.ts';

const HOUR_MS = 3_600_000;
/** Events of the last minutes of a period may still be on their way. */
const AFTER_END_MS = HOUR_MS;
/** Whoever opens a round after its period has this long to change and to confirm its goals. */
const AFTER_LATE_OPENING_MS = 24 * HOUR_MS;

/** UTC ms from which on a round may be pinned by itself: its figures no longer change because time passes. */
export function dueAt(round: Pick<Round, 'period' | 'opened' | 'members'>): number {
  const { period, opened } = round;
  const late = opened.at >= period.to ? opened.at + AFTER_LATE_OPENING_MS : 0;
  return Math.max(period.to + AFTER_END_MS, provisionalUntil(round), late);
}

/**
 * What is to be known of scorecards that are pinned now.
 *
 * @param now UTC ms
 * @param asOf UTC ms up to which everything is counted; null where that is not known
 */
export function notesOf(
  round: Pick<Round, 'period' | 'members'>,
  now: number,
  asOf: number | null,
): string[] {
  const { to, zone } = round.period;
  const settled = provisionalUntil(round);
  const notes: string[] = [];
  if (settled > now)
    notes.push(
      `first contact resolution is provisional until ${toIso(settled, zone)}: until then customers may come back`,
    );
  if (asOf === null) notes.push('how far the figures reach is not known');
  else if (asOf < to) notes.push(`what happened after ${toIso(asOf, zone)} may be missing`);
  return notes;
}

/** UTC ms until which a figure of the cards may change without a late event; the period's end where none does. */
function provisionalUntil({ period, members }: Pick<Round, 'period' | 'members'>): number {
  const waits = members.some(({ goals }) => goals.some(({ metric }) => findMetric(metric)?.kind === 'fcr'));
  return period.to + (waits ? FIRST_CONTACT_WINDOW_MS : 0);
}
