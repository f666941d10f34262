import type { TimelineEvent } from './timeline.ts';

/**
 * The events that count: of each record of a source, those of its highest version. A system that sends a contact again,
 * corrected or complete, sends all its events anew; what an earlier version said and the later one does not is taken
 * back. Events of no record count always.
 *
 * A pure function of the set, so neither the order of versions nor their repetition changes the answer. Where nothing is
 * taken back the same array is given: nothing is made for events of no record.
 */
export function standingEvents(events: TimelineEvent[]): TimelineEvent[] {
  const first = events.findIndex(ofRecord);
  if (first < 0) return events;
  const versions = new Map<string, number>();
  let isCorrected = false;
  for (let i = first; i < events.length; i++) {
    const record = events[i]!.record;
    if (record === null) continue;
    const known = versions.get(record.id);
    if (known !== undefined && known !== record.version) isCorrected = true;
    if (known === undefined || known < record.version) versions.set(record.id, record.version);
  }
  if (!isCorrected) return events;
  return events.filter(({ record }) => record === null || record.version === versions.get(record.id));
}

function ofRecord({ record }: TimelineEvent): boolean {
  return record !== null;
}
