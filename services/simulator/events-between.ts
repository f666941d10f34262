import { keyOf, type OutgoingEvent } from '../domain/events/event.ts';
import type { CenterDay } from './calendar.ts';
import { type Center, createCenter } from './center.ts';
import { FLOOR_HORIZON_DAYS, floorEvents } from './floor/day.ts';
import { isPeerReview, peerReviewEvents } from './opinions/peer-reviews.ts';
import { scheduleEvents } from './people/schedules.ts';
import { ticketDeskEvents } from './people/ticket-desk.ts';
import type { Profile } from './profile.ts';
import { TICKET_HORIZON_DAYS, ticketEvents } from './tickets/tickets.ts';

/** A part of the simulator: all events that have their cause in one day, none earlier than the day. */
interface Part {
  eventsOf: (center: Center, day: CenterDay) => OutgoingEvent[];
  /** Days after its cause that the last event of a part may lie. */
  horizonDays: number;
}

const PARTS: readonly Part[] = [
  { eventsOf: floorEvents, horizonDays: FLOOR_HORIZON_DAYS },
  { eventsOf: ticketEvents, horizonDays: TICKET_HORIZON_DAYS },
  { eventsOf: ticketDeskEvents, horizonDays: 1 },
  { eventsOf: scheduleEvents, horizonDays: 1 },
  { eventsOf: peerReviewEvents, horizonDays: 0 },
];

export interface Range {
  profile: Profile;
  seed: number;
  /** When the center opened, UTC ms: conversations from before do not exist. */
  opensAt: number;
  /** Conversations opened from then on, and what agents do and say of each other then, are left out, UTC ms; not given: none are. */
  closesAt?: number;
  /** UTC ms, inclusive. */
  from: number;
  /** UTC ms, exclusive; may be infinite. */
  to: number;
}

/**
 * The events of a range in the order of (`occurred_at`, `event_id`): a pure function of its arguments, so that
 * ranges that meet give the events of the whole range, each once, whenever and however often they are asked for.
 *
 * @throws LinewatchError `SIMULATOR_PROFILE_INVALID` when the profile cannot be simulated.
 */
export function* eventsBetween(range: Range): Generator<OutgoingEvent, void> {
  for (const events of daysBetween(range)) yield* events;
}

/**
 * The same, one day of the center at a time; a day is simulated when it is asked for. The first ones may be
 * empty: they are the days before `from` whose tickets reach into the range.
 */
export const daysBetween = (range: Range): Generator<OutgoingEvent[], void> => daysOf(range, IN_TIME);

/**
 * The events of a range of the past, a conversation after the other as they were opened, each with all of it that lies
 * in the range; what agents do stands at its time. One day of the center at a time, as `daysBetween`: that in which the
 * conversations were opened.
 *
 * In the order of time a conversation's end comes days after its begin. Whoever hears of the past in that order holds
 * what ended long ago for open, and overdue.
 */
export const conversationsBetween = (range: Range): Generator<OutgoingEvent[], void> =>
  daysOf(range, BY_CONVERSATION);

/** By what events are put to days and in order. */
interface Order {
  /** UTC ms. */
  placeOf: (event: OutgoingEvent) => number;
  compare: (a: OutgoingEvent, b: OutgoingEvent) => number;
}

const IN_TIME: Order = { placeOf: ({ value }) => value.occurred_at, compare: byTimeAndId };

const BY_CONVERSATION: Order = {
  placeOf: belongsAtOf,
  compare: (a, b) => belongsAtOf(a) - belongsAtOf(b) || compareText(keyOf(a), keyOf(b)) || byTimeAndId(a, b),
};

function* daysOf(range: Range, { placeOf, compare }: Order): Generator<OutgoingEvent[], void> {
  const { profile, seed, opensAt, closesAt = Number.POSITIVE_INFINITY, from, to } = range;
  const center = createCenter(profile, seed);
  const begin = Math.max(from, opensAt);
  const first = center.calendar.numberAt(begin);
  // Also the day before: where the part begins early on a day, those who closed that one are still there.
  const earliest = center.calendar.numberAt(opensAt) - 1;
  let ahead: OutgoingEvent[] = [];
  for (let number = Math.max(earliest, first - TICKET_HORIZON_DAYS); ; number++) {
    const day = center.calendar.day(number);
    const closed = day.startsAt >= closesAt;
    if (day.startsAt >= to || (closed && ahead.length === 0)) return;
    const today: OutgoingEvent[] = [];
    const later: OutgoingEvent[] = [];
    const place = (event: OutgoingEvent) => {
      const at = event.value.occurred_at;
      const belongsAt = belongsAtOf(event);
      if (at < begin || at >= to || belongsAt < opensAt || belongsAt >= closesAt) return;
      (placeOf(event) < day.endsAt ? today : later).push(event);
    };
    ahead.forEach(place);
    for (const part of PARTS)
      if (!closed && number >= first - part.horizonDays) part.eventsOf(center, day).forEach(place);
    ahead = later;
    yield today.sort(compare);
  }
}

/**
 * Which part of a history an event is of, UTC ms: that in which its conversation was opened. What agents do, and say of
 * each other, is of its own time: the conversation that peer reviews are put to is as old as the quarter.
 */
export function belongsAtOf(event: OutgoingEvent): number {
  const { topic, value } = event;
  return topic === 'contact.agents' || isPeerReview(event) ? value.occurred_at : value.opened_at;
}

function byTimeAndId({ value: a }: OutgoingEvent, { value: b }: OutgoingEvent): number {
  return a.occurred_at - b.occurred_at || compareText(a.event_id, b.event_id);
}

const compareText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
