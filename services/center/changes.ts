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
  return center.changes.map((change) => datedChange(change, zone)).sort((a, b) => a.at - b.at);
}

/** A change with its times read on the clocks of a zone, where they have no offset. */
export function datedChange({ at, until, ...change }: Change, zone: string): DatedChange {
  const read = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
  return { ...change, at: read(at), until: until === undefined ? null : read(until) };
}
