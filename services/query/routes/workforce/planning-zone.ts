import type { ContactCenter } from '../../../center/contact-center.ts';

/** The zone that planning goes by where none is asked for: that of the default calendar, else UTC. */
export function planningZone({ calendars, defaultCalendar }: ContactCenter): string {
  return (defaultCalendar === undefined ? undefined : calendars[defaultCalendar]?.zone) ?? 'UTC';
}
