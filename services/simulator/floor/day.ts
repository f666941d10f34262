import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import type { Arrival } from '../demand.ts';
import { arrivalsOf } from '../demand.ts';
import { EventLog } from '../event-log.ts';
import { complaintTag } from '../opinions/complaints.ts';
import { CustomerBook } from '../people/customers.ts';
import { Random } from '../random.ts';
import { SECOND } from '../units.ts';
import { Dialogue } from '../words/dialogue.ts';
import { Agenda } from './agenda.ts';
import { isGreetedByBot, talkToBot } from './bot.ts';
import type { Contact } from './contact.ts';
import type { Floor } from './floor.ts';
import { Lines } from './lines.ts';
import { workShift } from './presence.ts';
import { enqueue, offer } from './queueing.ts';

/** Days that the events of a day on the floor may lie ahead: opinions and reviews come later. */
export const FLOOR_HORIZON_DAYS = 4;

/**
 * One day of chats and calls, with the agents who handle them: a queueing simulation from the day's first
 * arrival until the last contact is over. Nothing is carried over from the day before, as the border lies in
 * the quietest hour: who still waits is served by the old crew.
 */
export function floorEvents(center: Center, day: CenterDay): OutgoingEvent[] {
  const { profile, seed } = center;
  const log = new EventLog(`${center.idPrefix(day.date)}f`);
  const random = new Random(seed, 'floor', day.number);
  const customers = new CustomerBook(`${seed}/contacts`, day.number, profile.demand.returning);
  const floor: Floor = {
    center,
    day,
    log,
    agenda: new Agenda(),
    lines: new Lines(),
    random,
    open: 0,
    enqueue: (contact, at) => enqueue(floor, contact, at),
    offer: (desk, at) => offer(floor, desk, at),
  };
  for (const shift of center.roster(day.number))
    if (shift.agent.crew.desk !== 'tickets') workShift(floor, shift);
  const arrivals = arrivalsOf(profile, seed, day, ['voice', 'chat', 'messaging']);
  floor.open = arrivals.length;
  arrivals.forEach((arrival, i) => {
    floor.agenda.add(arrival.at, () => arrive(floor, arrival, i, customers));
  });
  floor.agenda.play();
  return log.events;
}

function arrive(floor: Floor, { at, queue, channel }: Arrival, place: number, customers: CustomerBook): void {
  const { center, random, log } = floor;
  const usual = (queue.daily.voice + queue.daily.chat + queue.daily.messaging) * center.profile.scale;
  const person = customers.next(queue.id, usual, random);
  const { customer, actor } = person;
  const complaint = complaintTag(queue, person, random);
  const id = `${center.idPrefix(floor.day.date)}c${String(place).padStart(5, '0')}`;
  const contact: Contact = {
    id,
    openedAt: at,
    channel: channel as Contact['channel'],
    queue: queue.id,
    customer,
    customerActor: actor,
    dialogue: new Dialogue(id, customer, complaint !== null),
    tags: [...(random.chance(0.4) ? [random.pick(queue.tags)] : []), ...(complaint ? [complaint] : [])],
    queuedAt: at,
    waitedMs: 0,
    callback: false,
    transfers: 0,
    handedOnBy: null,
  };
  log.chat(contact, at, actor, { type: 'started', priority: queue.priority });
  if (isGreetedByBot(contact, random)) {
    const { at: endsAt, handOver } = talkToBot(contact, at, log, random);
    floor.agenda.add(endsAt, (now) => (handOver ? enqueue(floor, contact, now) : floor.open--));
    return;
  }
  // Callers go through a menu first.
  const ready =
    channel === 'voice' ? at + random.between(8, 35) * SECOND : at + random.between(1, 3) * SECOND;
  floor.agenda.add(ready, (now) => enqueue(floor, contact, now));
}
