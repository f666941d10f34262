import { DateTime } from 'luxon';
import type { Change } from './config/changes.ts';
import type { ContactCenter } from './contact-center.ts';
import { homeZone } from './home-zone.ts';

/** A change with its instants, UTC ms; `until` is null where it holds on. */
export interface DatedChange extends Omit<Change, 'at' | 'until'> {
  readonly at: number;
  readonly until: number | null;
}

/** The changes of a center, the first first. */
export function changesOf(center: Pick<ContactCenter, 'changes' | 'calendars' | 'defaultCalendar'>) {
  const zone = homeZone(center as ContactCenter);
  const read = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
  return center.changes
    .map(
      (change): DatedChange => ({
        ...change,
        at: read(change.at),
        until: change.until === undefined ? null : read(change.until),
      }),
    )
    .sort((a, b) => a.at - b.at);
}
