import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import { EventLog } from '../event-log.ts';
import { stretchesOf } from '../tickets/work.ts';
import type { Shift } from './roster.ts';

/** The states of the agents at the ticket desks on one day: busy while they work on tickets. */
export function ticketDeskEvents(center: Center, day: CenterDay): OutgoingEvent[] {
  const log = new EventLog(`${center.idPrefix(day.date)}d`);
  for (const shift of center.roster(day.number)) {
    if (shift.agent.crew.desk === 'tickets' && !shift.sick) workShift(center, log, shift);
  }
  return log.events;
}

function workShift(center: Center, log: EventLog, shift: Shift): void {
  const { agent } = shift;
  const absences = shift.absences.filter(({ taken }) => taken);
  const become = (at: number, state: string) =>
    log.agent(at, agent.actor, {
      type: 'state_changed',
      state,
      slots: 1,
      slots_busy: state === 'busy' ? 1 : 0,
      queues: agent.queues as string[],
    });
  become(shift.arrivesAt, 'available');
  let absent = 0;
  for (const stretch of stretchesOf(center.seed, shift)) {
    for (; absent < absences.length && absences[absent]!.endsAt <= stretch.startsAt; absent++) {
      become(absences[absent]!.startsAt, absences[absent]!.activity);
      become(absences[absent]!.endsAt, 'available');
    }
    become(stretch.startsAt, 'busy');
    become(stretch.endsAt, 'available');
  }
  become(shift.leavesAt, 'offline');
}
