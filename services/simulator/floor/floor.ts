import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import type { EventLog } from '../event-log.ts';
import type { Random } from '../random.ts';
import type { Agenda } from './agenda.ts';
import type { Contact } from './contact.ts';
import type { Desk } from './desk.ts';
import type { Lines } from './lines.ts';

/** What the parts of a simulated day on the floor share. */
export interface Floor {
  center: Center;
  day: CenterDay;
  log: EventLog;
  agenda: Agenda;
  lines: Lines;
  random: Random;
  /** Chats and calls that are not over. */
  open: number;
  /** Puts a contact in the queue that it names; it waits there until an agent takes it or patience ends. */
  enqueue(contact: Contact, at: number): void;
  /** Gives an agent what waits, as much as the agent can take. */
  offer(desk: Desk, at: number): void;
}
