import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConversationBody,
  compareEvents,
  type TimelineEvent,
} from '../../../../services/domain/timeline/timeline.ts';
import { createEventPacking } from '../../../../services/ingest/tracker/packed/events.ts';
import { createWords } from '../../../../services/ingest/tracker/packed/words.ts';
import { anyTimeline } from '../../../domain/measure/arbitrary.ts';
import { NO_PROMISE, OPENED } from '../../../domain/measure/build.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }),
  fc.constantFrom('', 'agent', '\u0000', 'ÿÿ', '\ud800', 'x'.repeat(63), 'x'.repeat(64)),
);
const anyTime = fc.oneof(
  fc.integer({ min: OPENED - 10, max: OPENED + 10 }),
  fc.integer({ min: 1, max: 4_102_444_799_999 }),
);

/** Fields with values that no rule would let through, too: what is kept is what came. */
const anyEvent: fc.Arbitrary<TimelineEvent> = fc.record({
  eventId: anyText,
  occurredAt: anyTime,
  actorKind: fc.constantFrom('customer', 'agent', 'bot', 'system'),
  actorId: anyText,
  queue: anyText,
  customerId: anyText,
  customerTier: anyText,
  tags: fc.array(anyText, { maxLength: 3 }),
  team: anyText,
  stamp: fc.constant(NO_PROMISE),
  record: fc.option(fc.record({ id: anyText, version: fc.nat(Number.MAX_SAFE_INTEGER) })),
  body: fc.dictionary(
    fc.constantFrom('type', 'said', 'score', 'public', 'added'),
    fc.oneof(
      fc.jsonValue({ noUnicodeString: false, maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value))),
      fc.integer(),
      fc.double({ noNaN: true }).map((value) => value + 0),
      anyText,
    ),
    { noNullPrototype: true },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<ConversationBody>,
});

const manyOrFewWords = fc.constantFrom(0, 2, 1_000).map(createWords);

describe('packed events', () => {
  test('are what they were, in order of time, whatever they hold and however they arrive', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEvent, { selector: ({ eventId }) => eventId, maxLength: 8 }),
        manyOrFewWords,
        (events, words) => {
          const packing = createEventPacking(words);
          // Twice: a body has a number from its second time on.
          for (let time = 0; time < 2; time++) {
            const packed = events.map((event) => packing.pack(event, OPENED)).join('');
            expect(packing.unpack(packed, OPENED)).toEqual(events.toSorted(compareEvents));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('give the timeline that is measured', () => {
    fc.assert(
      fc.property(
        anyTimeline.chain((timeline) =>
          fc.record({
            timeline: fc.constant(timeline),
            arrived: fc.shuffledSubarray(timeline.events, { minLength: timeline.events.length }),
          }),
        ),
        ({ timeline: { openedAt, events }, arrived }) => {
          const packing = createEventPacking(createWords(100));
          const packed = arrived.map((event) => packing.pack(event, openedAt)).join('');
          expect(packing.unpack(packed, openedAt)).toEqual(events);
        },
      ),
    );
  });

  test('are known by their ids, and others are not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEvent, { selector: ({ eventId }) => eventId, maxLength: 8 }),
        anyText,
        (events, other) => {
          const packing = createEventPacking(createWords(100));
          const packed = events.map((event) => packing.pack(event, OPENED)).join('');
          const ids = new Set(events.map(({ eventId }) => eventId));
          expect(packing.ids(packed)).toEqual(ids);
          for (const id of ids) expect(packing.has(packed, id)).toBe(true);
          expect(packing.has(packed, other)).toBe(ids.has(other));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of bodies that come again hold one, and of those that do not forget none', () => {
    const packing = createEventPacking(createWords(100));
    const event = (i: number, body: ConversationBody): TimelineEvent => ({
      eventId: `e${i}`,
      occurredAt: OPENED + i,
      actorKind: 'system',
      actorId: '',
      queue: '',
      customerId: '',
      customerTier: '',
      tags: [],
      team: '',
      stamp: NO_PROMISE,
      record: null,
      body,
    });
    const unique = Array.from({ length: 50_000 }, (_, i) =>
      event(i, { type: 'merged', into_conversation_id: `c${i}` }),
    );
    const kept = unique.map((one) => packing.pack(one, OPENED)).join('');
    const same = [0, 1, 2].map((i) =>
      packing.pack(event(i, { type: 'status_changed', status: 'open' }), OPENED),
    );
    const [, second, third] = packing.unpack(same.join(''), OPENED);
    expect(second!.body).toBe(third!.body);
    expect(packing.unpack(kept, OPENED)).toEqual(unique);
  });
});
