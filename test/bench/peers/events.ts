import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { loadEvents } from '../../../services/simulator/load.ts';
import { Random } from '../../../services/simulator/random.ts';

/** Events of conversations, of the two topics that all contenders read. */
export type PeerEvent = Extract<OutgoingEvent, { topic: 'contact.tickets' | 'contact.chats' }>;

export interface Disorder {
  /** Share of events that come again, and of those that come after others of up to `lateBy` records. */
  duplicates: number;
  late: number;
  lateBy: number;
}

/** So many events of conversations of one seed, in order of time. */
export function peerEvents(seed: number, count: number, conversations: number): PeerEvent[] {
  const events: PeerEvent[] = [];
  const load = loadEvents({ seed, conversations, rate: 200, startsAt: Date.UTC(2026, 0, 12, 8) });
  while (events.length < count) {
    const event = load.next().value;
    if (isOfPeers(event)) events.push(event);
  }
  return events;
}

/** The same events as a transport delivers them that repeats and delays. Nothing is lost. */
export function disordered(events: readonly PeerEvent[], seed: number, disorder: Disorder): PeerEvent[] {
  const random = new Random(seed, 'disorder');
  const placed: { event: PeerEvent; place: number }[] = [];
  for (const [place, event] of events.entries()) {
    const delay = () => 1 + random.integer(disorder.lateBy);
    placed.push({ event, place: random.chance(disorder.late) ? place + delay() : place });
    if (random.chance(disorder.duplicates)) placed.push({ event, place: place + delay() });
  }
  return placed.sort((a, b) => a.place - b.place).map(({ event }) => event);
}

function isOfPeers(event: OutgoingEvent): event is PeerEvent {
  return event.topic === 'contact.tickets' || event.topic === 'contact.chats';
}
