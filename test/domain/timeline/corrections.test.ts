import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../services/domain/measure/measure.ts';
import { standingEvents } from '../../../services/domain/timeline/corrections.ts';
import {
  compareEvents,
  type Timeline,
  type TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { anyTimeline } from '../measure/arbitrary.ts';
import { step, tell, timelineOf } from '../measure/build.ts';
import { createEventSet } from './event-set.ts';

const VOICE = { stream: 'chats', channel: 'voice' } as const;

/** A call as a contact record tells it: each version says everything anew, under ids of its own. */
function callAsOf(version: number, answeredAfter: number | null) {
  const of = { record: { id: 'contact-1', version }, queue: 'sales' };
  const told = (what: string) => ({ ...of, eventId: `contact-1:${version}:${what}` });
  const answer =
    answeredAfter === null
      ? step(9, 'customer', { type: 'abandoned' }, told('abandoned'))
      : step(answeredAfter, 'agent:a1', { type: 'answered' }, told('answered'));
  return [
    step(0, 'customer', { type: 'started', priority: null }, told('started')),
    step(1, 'system', { type: 'queued', position: null }, told('queued')),
    answer,
  ];
}

describe('a record that its system corrects', () => {
  test('says what its last version says, and nothing of the versions before', () => {
    const wrong = callAsOf(1, null);
    const right = callAsOf(2, 4);
    expect(tell([...wrong, ...right], VOICE).facts).toEqual(tell(right, VOICE).facts);
  });

  test('stays as it is when an older version arrives later', () => {
    const events: TimelineEvent[] = [];
    const set = createEventSet(events);
    for (const event of timelineOf(callAsOf(2, 4), VOICE).events) set.add(event);
    const before = measure({ ...timelineOf([], VOICE), events: [...events] });
    for (const event of timelineOf(callAsOf(1, null), VOICE).events) expect(set.add(event)).toBe(true);
    expect(measure({ ...timelineOf([], VOICE), events })).toEqual(before);
  });

  test('takes nothing back of other records, nor of what is of no record', () => {
    const noted = step(20, 'agent:a1', { type: 'message', public: false }, { eventId: 'note' });
    const survey = step(
      21,
      'agent:a1',
      { type: 'wrapped_up' },
      { eventId: 'other', record: { id: 'contact-2', version: 0 } },
    );
    const events = timelineOf([...callAsOf(1, null), ...callAsOf(2, 4), noted, survey], VOICE).events;
    const standing = standingEvents(events).map(({ eventId }) => eventId);
    expect(standing).toEqual([
      'contact-1:2:started',
      'contact-1:2:queued',
      'contact-1:2:answered',
      'note',
      'other',
    ]);
  });
});

test('where nothing was corrected, the very same events are given and nothing is made', () => {
  const plain = timelineOf([step(0, 'customer', { type: 'started', priority: null })], VOICE).events;
  expect(standingEvents(plain)).toBe(plain);
  const once = timelineOf(callAsOf(3, 4), VOICE).events;
  expect(standingEvents(once)).toBe(once);
});

/** Events of a record in several versions, with ids that contain the version, beside events of none. */
const corrected = anyTimeline.map((timeline) => ({
  ...timeline,
  events: timeline.events.map((event) =>
    event.record === null ? event : { ...event, eventId: `${event.eventId}:${event.record.version}` },
  ),
}));

test('any order, repetition and batching of all versions gives the facts of the last versions alone', () => {
  fc.assert(
    fc.property(corrected, fc.infiniteStream(fc.nat()), (timeline, random) => {
      const arriving = [...timeline.events, ...timeline.events]
        .map((event) => ({ event, place: random.next().value! }))
        .sort((a, b) => a.place - b.place);
      const events: TimelineEvent[] = [];
      let set = createEventSet(events);
      for (const { event, place } of arriving) {
        // Read back from the store between two batches.
        if (place % 5 === 0) set = createEventSet(events);
        set.add(event);
      }
      expect(measure({ ...timeline, events })).toEqual(measure(lastVersionsOf(timeline)));
    }),
    { numRuns: 2_000 },
  );
});

/** Reckoned otherwise: of each event, whether any other of its record has a higher version. */
function lastVersionsOf(timeline: Timeline): Timeline {
  const isSuperseded = ({ record }: TimelineEvent) =>
    record !== null &&
    timeline.events.some((other) => other.record?.id === record.id && other.record.version > record.version);
  const events = timeline.events.filter((event) => !isSuperseded(event)).sort(compareEvents);
  return { ...timeline, events };
}
