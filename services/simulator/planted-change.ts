import { DateTime } from 'luxon';
import { DAY } from './units.ts';

/**
 * The one thing that is changed in the simulated center, and by how much: from then on agents go through a checklist
 * before they solve an e-mail, and fewer customers have to come back. Tickets do not wait for each other, so nothing
 * else follows from it than what counts reopened tickets, or what is done for them.
 */
export const PLANTED_CHANGE = {
  id: 'checklist',
  name: 'Checklist before an e-mail is solved',
  channel: 'email',
  /** Share of solved tickets that are reopened, of any channel and from the change on of its own. */
  reopened: { before: 0.08, after: 0.02 },
} as const;

/** Four weeks after it and some days for what comes of their tickets; four weeks before it at least. */
const DAYS_AFTER = 34;
const DAYS_BEFORE = 28;

/**
 * When the change begins, UTC ms: at midnight of the zone, so long before the history's end that whole weeks can be
 * compared. Null where the history has no four weeks before it.
 */
export function changeTime(opensAt: number, historyEnd: number, zone: string): number | null {
  const at = DateTime.fromMillis(historyEnd, { zone }).startOf('day').minus({ days: DAYS_AFTER }).toMillis();
  return at - opensAt >= DAYS_BEFORE * DAY ? at : null;
}
