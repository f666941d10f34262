import type { OutgoingEvent } from '../domain/events/event.ts';

/** What was sent. */
export interface Tally {
  events: number;
  /** By topic and type, such as `contact.chats queued`. */
  byType: Map<string, number>;
  /** Earliest and latest time, UTC ms; null where nothing was sent. */
  from: number | null;
  to: number | null;
  /** The first few events. */
  samples: OutgoingEvent[];
}

const SAMPLES = 3;

/** A tally of nothing. */
export function createTally(): Tally {
  return { events: 0, byType: new Map(), from: null, to: null, samples: [] };
}

/** Counts a batch of events in. */
export function count(tally: Tally, events: readonly OutgoingEvent[]): void {
  for (const event of events) {
    const type = `${event.topic} ${event.value.event.type}`;
    const at = event.value.occurred_at;
    tally.events += 1;
    tally.byType.set(type, (tally.byType.get(type) ?? 0) + 1);
    tally.from = Math.min(tally.from ?? at, at);
    tally.to = Math.max(tally.to ?? at, at);
    if (tally.samples.length < SAMPLES) tally.samples.push(event);
  }
}
