import type { Remarks } from './at-once.ts';
import type { StaffedInterval } from './intervals.ts';
import type { SeriesName, Terms } from './terms.ts';

/** What a planner should know of a series besides its rows, in words. */
export function notesOf(
  { queue, channel }: SeriesName,
  terms: Terms,
  intervals: readonly StaffedInterval[],
  { afterHours, swamped, agents }: Remarks & { readonly agents: number | null },
): string[] {
  const name = `queue ${queue || '(none)'}, channel ${channel || '(none)'}`;
  const untimed = intervals
    .filter(({ ahtMs }) => ahtMs === null)
    .reduce((sum, { contacts }) => sum + (contacts ?? 0), 0);
  const notes: string[] = [];
  if (untimed > 0)
    notes.push(
      `${name}: no handling time was measured, so nobody is asked for its ${count(untimed)} contacts; give one as workforce.staffing[].aht or ask with aht=`,
    );
  if (afterHours > 0)
    notes.push(
      `${name}: ${count(afterHours)} contacts are forecast outside the calendar ${terms.calendar}, and are staffed for`,
    );
  if (swamped > 0)
    notes.push(
      `${name}: in ${swamped} intervals ${agents} agents cannot keep up, and by Erlang C nobody gives up: no figure describes that; patience= tells what comes of it`,
    );
  return notes;
}

const count = (contacts: number): string => String(Math.round(contacts * 10) / 10);
