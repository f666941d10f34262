import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import { type Arrival, arrivalsOf } from '../demand.ts';
import { EventLog } from '../event-log.ts';
import { complaintTag } from '../opinions/complaints.ts';
import { CustomerBook, type Person } from '../people/customers.ts';
import { Random } from '../random.ts';
import { MINUTE } from '../units.ts';
import { live } from './life.ts';
import { type Priority, Ticket, type TicketDesk } from './ticket.ts';

/** Days that the events of a day's tickets may lie ahead. */
export const TICKET_HORIZON_DAYS = 15;

/** The tickets that customers open on one day, each with all that becomes of it. */
export function ticketEvents(center: Center, day: CenterDay): OutgoingEvent[] {
  const { profile, seed } = center;
  const log = new EventLog(`${center.idPrefix(day.date)}t`);
  const random = new Random(seed, 'tickets', day.number);
  const desk: TicketDesk = { center, log, random };
  const customers = new CustomerBook(`${seed}/tickets`, day.number, profile.demand.returning);
  let opened = 0;
  const open = ({ at, queue, channel }: Arrival, person: Person): Ticket => {
    const { customer, actor } = person;
    const id = `${center.idPrefix(day.date)}t${String(opened++).padStart(5, '0')}`;
    const conversation = { id, openedAt: at, channel, queue: queue.id, customer, tags: [] };
    const ticket = new Ticket(desk, conversation, actor, priorityOf(queue.priority, random));
    if (random.chance(0.3)) ticket.tag(at + 4_000, random.pick(queue.tags));
    const complaint = complaintTag(queue, person, random);
    if (complaint !== null) ticket.tag(at + 4_000, complaint);
    return ticket;
  };
  for (const arrival of arrivalsOf(profile, seed, day, ['email', 'web'])) {
    const { queue } = arrival;
    const person = customers.next(queue.id, (queue.daily.email + queue.daily.web) * profile.scale, random);
    const ticket = open(arrival, person);
    if (arrival.channel === 'web' && random.chance(0.02)) {
      ticket.remove(arrival.at + random.between(1, 20) * MINUTE);
      continue;
    }
    live(ticket);
    if (random.chance(0.02))
      mergeAnother(ticket, open({ ...arrival, at: later(arrival.at, random) }, person));
  }
  return log.events;
}

/** Some customers ask twice; whoever sees the second ticket puts it to the first. */
function mergeAnother(first: Ticket, second: Ticket): void {
  const at = second.pickUp(second.openedAt + 20 * MINUTE);
  if (at !== null) second.merge(at + MINUTE / 2, first.conversation.id, second.owner!.actor);
}

function later(at: number, random: Random): number {
  return Math.round(at + random.between(3, 40) * MINUTE);
}

function priorityOf(usual: 'normal' | 'high', random: Random): Priority {
  const draw = random.next();
  if (usual === 'high') return draw < 0.15 ? 'urgent' : 'high';
  return draw < 0.03 ? 'urgent' : draw < 0.13 ? 'high' : draw < 0.85 ? 'normal' : 'low';
}
