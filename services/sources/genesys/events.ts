import type { Actor, ChatBody, ChatEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Contact } from './contact.ts';
import type { Stay } from './stays.ts';
import type { Wait } from './waits.ts';

export const SOURCE = 'genesys';
/** Two sides' times of hanging up differ by less. */
const SAME_MOMENT_MS = 2_000;
export const SYSTEM: Actor = { kind: 'system', id: null };

/** Something that happened, before it has its id. */
interface Happening {
  at: number;
  /** What comes first of one moment: the transfer before the queue that it leads to, the queue before the answer. */
  rank: number;
  actor: Actor;
  queue: string;
  body: ChatBody;
}

const RANKS: Readonly<Record<ChatBody['type'], number>> = {
  started: 0,
  message: 1,
  transferred: 2,
  callback_requested: 3,
  queued: 4,
  answered: 5,
  held: 6,
  resumed: 6,
  abandoned: 7,
  ended: 8,
  wrapped_up: 9,
};

/**
 * The events of a contact, in their order. They are all those of this version of its record: their ids have the version
 * in them and number the events, so that the order of one moment is that of the ids.
 */
export function eventsOf(contact: Contact, version: number): OutgoingEvent[] {
  const { id, openedAt, channel, customer } = contact;
  const happenings = happeningsOf(contact)
    .map((one) => ({ ...one, at: Math.max(one.at, openedAt) }))
    .sort((a, b) => a.at - b.at || a.rank - b.rank);
  return happenings.map(({ at, actor, queue, body }, i): OutgoingEvent => {
    const value: ChatEvent = {
      event_id: `${SOURCE}:${id}:${version}:${String(i).padStart(5, '0')}`,
      occurred_at: at,
      conversation_id: conversationIdOf(id),
      opened_at: openedAt,
      channel,
      source: SOURCE,
      actor,
      queue: queue || null,
      customer: customer === '' ? null : { id: customer, tier: null },
      tags: [],
      record: { id, version },
      event: body,
    };
    return { topic: 'contact.chats', value };
  });
}

export function conversationIdOf(id: string): string {
  return `${SOURCE}:${id}`;
}

export function agentOf(user: string): Actor {
  return { kind: 'agent', id: user || null };
}

function happeningsOf(contact: Contact): Happening[] {
  const { openedAt, opener, bots, stays, waits, end } = contact;
  const left = waits.filter(({ outcome }) => outcome === 'abandoned' || outcome === 'callback').at(-1);
  const isLast =
    left !== undefined && [...stays, ...waits].every((one) => one === left || one.begin <= left.end!);
  const all = [
    happening(openedAt, opener, '', { type: 'started', priority: null }),
    ...bots.map(({ id, at }) => happening(at, { kind: 'bot', id }, '', { type: 'answered' })),
    ...waits.flatMap((wait) => ofWait(wait, contact)),
    ...stays.flatMap((stay) => ofStay(stay, contact)),
  ];
  // Who left the queue has ended it.
  if (end !== null && !isLast) all.push(happening(end.at, end.by, '', { type: 'ended', resolved: null }));
  return all;
}

function ofWait(wait: Wait, contact: Contact): Happening[] {
  const { waits, customer } = contact;
  const { queue, begin, end, outcome } = wait;
  const leaver: Actor = { kind: 'customer', id: customer || null };
  const queued = happening(begin, SYSTEM, queue, { type: 'queued', position: null });
  const next = waits.find((other) => other.begin > begin);
  // One leg ends some ms after the next has begun; what ends this stay must not end that one.
  const until = Math.min(end ?? begin, next?.begin ?? Number.POSITIVE_INFINITY);
  switch (outcome) {
    case 'abandoned':
      return [queued, happening(end!, leaver, queue, { type: 'abandoned' })];
    case 'callback': {
      const at = next === undefined ? end! : Math.max(begin, Math.min(end!, next.begin - 1));
      return [queued, happening(at, leaver, queue, { type: 'callback_requested' })];
    }
    case 'flow_out':
      // Another queue has it at once: that says it, and is nobody's transfer.
      if (next !== undefined && next.queue !== queue && next.begin - end! <= SAME_MOMENT_MS) return [queued];
      return [queued, ...moved(until, SYSTEM, queue, next?.queue || queue)];
    case 'ended':
      // With the contact itself: its own end says so.
      if (next === undefined && isAtEnd(end!, contact)) return [queued];
      return [queued, ...moved(until, SYSTEM, queue, next?.queue || queue)];
    default:
      return [queued];
  }
}

function isAtEnd(at: number, { end }: Contact): boolean {
  return end !== null && end.at - at <= SAME_MOMENT_MS;
}

function ofStay(stay: Stay, contact: Contact): Happening[] {
  const { agent, queue, begin, end, heldMs, afterMs, ending } = stay;
  const actor = agentOf(agent);
  const all = [happening(begin, actor, queue, { type: 'answered' })];
  if (end === null) return all;
  if (ending === 'transfer') all.push(...transferOf(stay, end, contact));
  if (afterMs === null) return all;
  const again = contact.stays.find((other) => other.agent === agent && other.begin > begin);
  const at = Math.min(end + afterMs, (again?.begin ?? Number.POSITIVE_INFINITY) - 1);
  all.push(
    happening(Math.max(at, begin), actor, queue, { type: 'wrapped_up', talked_until: end, held_ms: heldMs }),
  );
  return all;
}

/** To where an agent gave the contact on: to a queue, to a colleague in whose queue it is then, or out of ours. */
function transferOf(stay: Stay, end: number, { waits, stays }: Contact): Happening[] {
  const wait = waits.find(
    ({ begin, end: waitEnd }) => begin > stay.begin && (waitEnd === null || waitEnd >= end),
  );
  const colleague = stays.find(
    (other) => other !== stay && other.begin > stay.begin && (other.end === null || other.end > end),
  );
  const isDirect = colleague !== undefined && wait !== undefined && colleague.begin < wait.begin;
  if (isDirect) return moved(end, agentOf(stay.agent), stay.queue, colleague.queue || stay.queue);
  const to = wait?.queue || colleague?.queue || stay.queue;
  // The queue that it goes to may have had it for a while, as where a colleague was to be asked first.
  return moved(Math.min(end, wait?.begin ?? end), agentOf(stay.agent), stay.queue, to);
}

/** Without a queue to name there is nowhere to say that it went. */
function moved(at: number, actor: Actor, queue: string, to: string): Happening[] {
  if (to === '') return [];
  return [happening(at, actor, queue, { type: 'transferred', to_queue: to })];
}

function happening(at: number, actor: Actor, queue: string, body: ChatBody): Happening {
  return { at, rank: RANKS[body.type], actor, queue, body };
}
