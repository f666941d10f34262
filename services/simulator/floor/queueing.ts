import { SYSTEM } from '../event-log.ts';
import { HOUR, MINUTE, SECOND } from '../units.ts';
import { type Contact, handlingOf } from './contact.ts';
import type { Desk } from './desk.ts';
import type { Floor } from './floor.ts';
import { handle } from './handle.ts';

/** Puts a contact in the queue that it names; it waits there until an agent takes it or patience ends. */
export function enqueue(floor: Floor, contact: Contact, at: number): void {
  const { lines, log, agenda, random } = floor;
  contact.queuedAt = at;
  const position = lines.join(contact);
  if (!contact.callback) {
    log.chat(contact, at, SYSTEM, { type: 'queued', position });
    const patience = Math.max(SECOND, random.duration(handlingOf(floor.center, contact).patience));
    agenda.add(at + patience, (now) => loseInterest(floor, contact, now, at));
  }
  const desk = lines.deskFor(contact);
  if (desk !== null) assign(floor, contact, desk, at);
}

/** Gives an agent what waits, as much as the agent can take. */
export function offer(floor: Floor, desk: Desk, at: number): void {
  for (let next = floor.lines.nextFor(desk); next !== null; next = floor.lines.nextFor(desk))
    assign(floor, next, desk, at);
}

/** The contact rings at the agent's, who takes it after some seconds. */
function assign(floor: Floor, contact: Contact, desk: Desk, at: number): void {
  floor.lines.leave(contact);
  desk.ring(contact.channel);
  const ringing = contact.channel === 'voice' ? floor.random.between(2, 7) : floor.random.between(2, 11);
  floor.agenda.add(at + ringing * SECOND, (now) => handle(floor, contact, desk, now));
}

/** The customer's patience is over: some ask to be called back, the others leave. */
function loseInterest(floor: Floor, contact: Contact, at: number, since: number): void {
  const { random, log, agenda } = floor;
  // Answered meanwhile, or waiting in another queue with a patience of its own.
  if (contact.queuedAt !== since || !floor.lines.leave(contact)) return;
  const asks = contact.channel === 'voice' && at - since > 75 * SECOND && at < floor.day.endsAt - HOUR;
  if (!asks || !random.chance(0.35)) {
    log.chat(contact, at, contact.customerActor, { type: 'abandoned' });
    floor.open--;
    return;
  }
  log.chat(contact, at, contact.customerActor, { type: 'callback_requested' });
  contact.callback = true;
  agenda.add(at + random.duration({ medianMs: 14 * MINUTE, sigma: 0.6 }), (now) =>
    enqueue(floor, contact, now),
  );
}
