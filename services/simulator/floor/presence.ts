import type { Absence, Shift } from '../people/roster.ts';
import { HOUR, MINUTE } from '../units.ts';
import { Desk } from './desk.ts';
import type { Floor } from './floor.ts';

/** Lets an agent work a shift: log in, take breaks between contacts, go home when all is done. */
export function workShift(floor: Floor, shift: Shift): void {
  if (shift.sick) return;
  const { agenda, lines } = floor;
  const desk = new Desk(shift.agent, floor.log);
  lines.open(desk);
  agenda.add(shift.arrivesAt, (at) => {
    desk.become(at, 'on');
    floor.offer(desk, at);
  });
  for (const absence of shift.absences)
    if (absence.taken) agenda.add(absence.startsAt, (at) => leaveFor(floor, desk, absence, at));
  agenda.add(shift.leavesAt, (at) => goHome(floor, desk, at));
}

/** Starts an absence as soon as the agent is free of contacts; the time off is kept in full. */
function leaveFor(floor: Floor, desk: Desk, absence: Absence, at: number): void {
  if (!desk.loggedIn) return;
  if (!desk.onQueues) {
    // The one before began late.
    floor.agenda.add(at + 5 * MINUTE, (later) => leaveFor(floor, desk, absence, later));
    return;
  }
  desk.finishThen(at, (freeAt) => {
    desk.become(freeAt, absence.activity);
    floor.agenda.add(freeAt + absence.endsAt - absence.startsAt, (backAt) => {
      if (!desk.loggedIn) return;
      desk.become(backAt, 'on');
      floor.offer(desk, backAt);
    });
  });
}

/** Nobody stays longer than this, whatever still waits. */
const MOST_OVERTIME_MS = 3 * HOUR;

/**
 * Ends the shift. Those who close the day stay until the floor is clear, as the next day's crew knows nothing
 * of who still waits.
 */
function goHome(floor: Floor, desk: Desk, at: number): void {
  const { endsAt } = floor.day;
  const stays = at >= endsAt && at < endsAt + MOST_OVERTIME_MS && floor.open > 0;
  if (stays) floor.agenda.add(at + MINUTE, (later) => goHome(floor, desk, later));
  else if (desk.loggedIn) desk.finishThen(at, (freeAt) => desk.become(freeAt, 'offline'));
}
