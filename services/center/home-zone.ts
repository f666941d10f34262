import type { ContactCenter } from './contact-center.ts';

/** The zone on whose clocks the center lives: that of its default calendar, else UTC. IANA name. */
export function homeZone({ calendars, defaultCalendar }: ContactCenter): string {
  return (defaultCalendar === undefined ? undefined : calendars[defaultCalendar]?.zone) ?? 'UTC';
}
