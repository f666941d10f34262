import type { Actor } from '../../../schemas/types.ts';
import { type EventLog, message } from '../event-log.ts';
import type { Random } from '../random.ts';
import { SECOND } from '../units.ts';
import type { Contact } from './contact.ts';

const BOT: Actor = { kind: 'bot', id: 'bot-concierge' };

/** Share of chats that begin with the bot. */
const GREETED: Record<Contact['channel'], number> = { voice: 0, chat: 0.7, messaging: 0.85 };
/** Of those: share that the bot finishes, and share of customers who lose patience with it. */
const CONTAINED = 0.38;
const LEFT = 0.07;

export function isGreetedByBot(contact: Contact, random: Random): boolean {
  return random.chance(GREETED[contact.channel]);
}

/**
 * The bot's talk with the customer, written down at once. Gives when it is over and whether an agent has to
 * go on.
 */
export function talkToBot(
  contact: Contact,
  at: number,
  log: EventLog,
  random: Random,
): { at: number; handOver: boolean } {
  let now = at + random.between(0.4, 1.2) * SECOND;
  const say = (actor: Actor, text: string) => log.chat(contact, now, actor, message(text));
  const { dialogue } = contact;
  log.chat(contact, now, BOT, { type: 'answered' });
  say(BOT, dialogue.bot());
  const fate = random.next();
  const exchanges = 1 + random.integer(fate < CONTAINED ? 4 : 3);
  for (let i = 0; i < exchanges; i++) {
    now += random.duration({ medianMs: 14 * SECOND, sigma: 0.7 });
    say(contact.customerActor, dialogue.customer(i === 0 ? 'first' : 'middle'));
    now += random.between(0.8, 2.5) * SECOND;
    say(BOT, dialogue.bot());
  }
  if (fate >= CONTAINED + LEFT) return { at: now, handOver: true };
  now += random.between(10, 60) * SECOND;
  if (fate < CONTAINED)
    log.chat(contact, now, BOT, { type: 'ended', resolved: random.chance(0.6) ? true : null });
  else log.chat(contact, now, contact.customerActor, { type: 'ended', resolved: null });
  return { at: now, handOver: false };
}
