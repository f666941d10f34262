import { LinewatchError } from '../lib/errors.ts';
import { type Calendar, createCalendar } from './calendar.ts';
import { type Agent, hire } from './people/agents.ts';
import { rosterOf, type Shift } from './people/roster.ts';
import type { Profile, QueueProfile } from './profile.ts';
import { BackOffice } from './tickets/back-office.ts';

/** A simulated contact center: what stays the same from day to day. */
export interface Center {
  profile: Profile;
  seed: number;
  calendar: Calendar;
  agents: readonly Agent[];
  queue(id: string): QueueProfile;
  /** Who works on a day, by the day's number. */
  roster(day: number): readonly Shift[];
  backOffice: BackOffice;
  /** Begin of the ids of a day's events and conversations, such as `sim1-20240115-`. */
  idPrefix(date: string): string;
}

/** @throws LinewatchError `SIMULATOR_PROFILE_INVALID` when the profile cannot be simulated. */
export function createCenter(profile: Profile, seed: number): Center {
  if (!(profile.scale > 0)) throw new LinewatchError('SIMULATOR_PROFILE_INVALID', 'scale must be above 0');
  const calendar = createCalendar(profile.zone, profile.weekBegins);
  const agents = hire(profile);
  const queues = new Map(profile.queues.map((queue) => [queue.id, queue]));
  const rosters = new Map<number, readonly Shift[]>();
  const roster = (number: number): readonly Shift[] => {
    let shifts = rosters.get(number);
    if (shifts === undefined) {
      shifts = rosterOf(seed, agents, calendar, calendar.day(number));
      // Events look at most three weeks ahead; older rosters are of no use.
      if (rosters.size >= 31) rosters.delete(rosters.keys().next().value!);
      rosters.set(number, shifts);
    }
    return shifts;
  };
  return {
    profile,
    seed,
    calendar,
    agents,
    queue: (id) => queues.get(id)!,
    roster,
    backOffice: new BackOffice(seed, calendar, roster),
    idPrefix: (date) => `sim${seed}-${date}-`,
  };
}
