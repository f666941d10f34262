import type { Actor } from '../../../schemas/types.ts';
import { message } from '../event-log.ts';
import { isComplaint } from '../opinions/complaints.ts';
import { reviewNowAndThen } from '../opinions/reviews.ts';
import { askForOpinion } from '../opinions/surveys.ts';
import { type Agent, isCourteous } from '../people/agents.ts';
import type { Spread } from '../random.ts';
import { SECOND } from '../units.ts';
import type { Dialogue } from '../words/dialogue.ts';
import type { Part } from '../words/language.ts';
import { type Contact, handlingOf } from './contact.ts';
import type { Desk } from './desk.ts';
import { dialogue, type Line } from './dialogue.ts';
import type { Floor } from './floor.ts';

const HELD: Spread = { medianMs: 50 * SECOND, sigma: 0.7 };

/** An agent takes a contact and handles it to its end. */
export function handle(floor: Floor, contact: Contact, desk: Desk, at: number): void {
  const { log, agenda, random } = floor;
  const { actor } = desk.agent;
  if (!contact.callback) contact.waitedMs += at - contact.queuedAt;
  log.chat(contact, at, actor, { type: 'answered' });
  desk.answer(at);
  if (contact.callback && random.chance(0.15)) {
    // Nobody picks up.
    agenda.add(at + 25 * SECOND, (now) => finish(floor, contact, desk, now, actor, null));
    return;
  }
  const { endsAt, endedBy } =
    contact.channel === 'voice' ? call(floor, contact, desk, at) : chat(floor, contact, desk, at);
  agenda.add(endsAt, (now) => {
    const { transferred } = handlingOf(floor.center, contact);
    if (endedBy !== null && contact.transfers < 2 && random.chance(transferred))
      handOn(floor, contact, desk, now);
    else finish(floor, contact, desk, now, endedBy ?? actor, endedBy === null ? null : outcome(floor, desk));
  });
}

interface Talk {
  endsAt: number;
  /** Null when the customer vanished. */
  endedBy: Actor | null;
}

function call({ center, log, random }: Floor, contact: Contact, desk: Desk, at: number): Talk {
  const { pace, actor } = desk.agent;
  const talk = Math.max(15 * SECOND, random.duration(handlingOf(center, contact).talk) * pace);
  let endsAt = at + talk;
  if (random.chance(0.22)) {
    const heldAt = at + talk * random.between(0.3, 0.75);
    const resumedAt = heldAt + random.duration(HELD);
    log.chat(contact, heldAt, actor, { type: 'held' });
    log.chat(contact, resumedAt, actor, { type: 'resumed' });
    endsAt += resumedAt - heldAt;
  }
  return { endsAt, endedBy: random.chance(0.75) ? contact.customerActor : actor };
}

function chat({ center, log, random }: Floor, contact: Contact, desk: Desk, at: number): Talk {
  const { pace, actor } = desk.agent;
  const { medianMs, sigma } = handlingOf(center, contact).talk;
  // Whoever writes with several customers at once answers each of them later.
  const answering = { medianMs: medianMs * pace * (0.8 + 0.2 * desk.handling), sigma };
  const channel = contact.channel === 'messaging' ? 'messaging' : 'chat';
  const { lines, endsAt, vanished } = dialogue(at, channel, answering, random);
  contact.dialogue.waited(contact.waitedMs);
  lines.forEach((line, i) => {
    const part = i === 0 ? 'first' : i < lines.length - 2 ? 'middle' : 'last';
    const text = textOf(contact.dialogue, line, part, desk.agent);
    const by = line.by === 'customer' ? contact.customerActor : actor;
    log.chat(contact, line.at, by, message(text, line.by !== 'note'));
  });
  return { endsAt, endedBy: vanished ? null : random.chance(0.5) ? contact.customerActor : actor };
}

function textOf(dialogue: Dialogue, { by }: Line, part: Part, agent: Agent): string {
  if (by === 'customer') return dialogue.customer(part);
  return by === 'note' ? dialogue.note() : dialogue.agent(part, isCourteous(agent));
}

/** Whether the customer confirmed a solution, where known. */
function outcome({ random }: Floor, desk: Desk): boolean | null {
  if (!random.chance(0.4)) return null;
  return random.chance(desk.agent.quality + 0.08);
}

function handOn(floor: Floor, contact: Contact, desk: Desk, at: number): void {
  const to = floor.random.pick(floor.center.queue(contact.queue).transfersTo);
  floor.log.chat(contact, at, desk.agent.actor, { type: 'transferred', to_queue: to });
  desk.release(at, 'active');
  contact.queue = to;
  contact.transfers++;
  contact.handedOnBy = desk.agent;
  contact.callback = false;
  floor.enqueue(contact, at + SECOND / 4);
  floor.offer(desk, at);
}

function finish(
  floor: Floor,
  contact: Contact,
  desk: Desk,
  at: number,
  by: Actor,
  resolved: boolean | null,
): void {
  const { log, agenda, random, center } = floor;
  log.chat(contact, at, by, { type: 'ended', resolved });
  desk.wrapUp(at);
  const wrap = Math.max(2 * SECOND, random.duration(handlingOf(center, contact).wrap) * desk.agent.pace);
  agenda.add(at + wrap, (now) => {
    log.chat(contact, now, desk.agent.actor, { type: 'wrapped_up' });
    desk.release(now, 'wrapping');
    floor.open--;
    floor.offer(desk, now);
  });
  const complains = isComplaint(contact.tags);
  const service = { agent: desk.agent, at, waitedMs: contact.waitedMs, resolved, complains };
  askForOpinion(log, contact, contact.customerActor, service, random);
  reviewNowAndThen(center, log, contact, service);
}
