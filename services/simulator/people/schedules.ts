import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import { EventLog, SYSTEM } from '../event-log.ts';
import { HOUR, SECOND } from '../units.ts';
import type { Shift } from './roster.ts';

/** When schedules are published, after the day's begin: in the afternoon, the next day's first. */
const PUBLISHED_AFTER_MS = 11 * HOUR;

/** Plans are known a week ahead, so that planning sees more than tomorrow morning; the next day's is told once more. */
const DAYS_AHEAD = [1, 7] as const;

/** The schedules that are published on one day: everybody's of the next, and of a week later. */
export function scheduleEvents(center: Center, day: CenterDay): OutgoingEvent[] {
  const log = new EventLog(`${center.idPrefix(day.date)}s`);
  let at = day.startsAt + PUBLISHED_AFTER_MS;
  for (const days of DAYS_AHEAD) {
    for (const shift of center.roster(day.number + days)) {
      at += SECOND / 4;
      publish(log, at, shift);
    }
  }
  return log.events;
}

function publish(log: EventLog, at: number, shift: Shift): void {
  const span = (activity: string, starts_at: number, ends_at: number) => {
    if (ends_at <= starts_at) return;
    log.agent(at, shift.agent.actor, { type: 'scheduled', starts_at, ends_at, activity }, SYSTEM);
  };
  let from = shift.startsAt;
  for (const absence of shift.absences) {
    if (!absence.planned) continue;
    span('on_queue', from, absence.startsAt);
    span(absence.activity, absence.startsAt, absence.endsAt);
    from = absence.endsAt;
  }
  span('on_queue', from, shift.endsAt);
}
