import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { createFold } from '../../../services/domain/measure/fold.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import {
  compareEvents,
  type Timeline,
  type TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { longTicket } from './arbitrary.ts';
import { becomes, created, type Step, says, timelineOf } from './build.ts';

/** Facts in an order of their own, and as plain values. */
const sorted = (facts: readonly Fact[]) =>
  facts
    .map((fact) => ({ ...fact }))
    .sort((a, b) => (a.fact < b.fact ? -1 : a.fact > b.fact ? 1 : a.at - b.at || a.seq - b.seq));

const limits = fc.record({ openEvents: fc.integer({ min: 1, max: 6 }), maxOpenEvents: fc.nat(12) });

/** A ticket's events as they arrive: most in their order, some behind others that come after them. */
const arrival = longTicket.chain((timeline) =>
  fc.record({
    timeline: fc.constant(timeline),
    arrived: fc
      .array(fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat(5), fc.nat(40)), {
        minLength: timeline.events.length,
        maxLength: timeline.events.length,
      })
      .map((delays) =>
        timeline.events
          .map((event, i) => ({ event, place: i + delays[i]! }))
          .sort((a, b) => a.place - b.place)
          .map(({ event }) => event),
      ),
  }),
);

const ofEvents = (timeline: Timeline, events: readonly TimelineEvent[]): Timeline => ({
  ...timeline,
  events: events.toSorted(compareEvents),
});

describe('a fold', () => {
  test('says with what it has settled what all events say, after each of them', () => {
    fc.assert(
      fc.property(
        arrival,
        limits,
        fc.infiniteStream(fc.boolean()),
        ({ timeline, arrived }, limited, settles) => {
          const stays = (facts: readonly Fact[]) =>
            sorted(facts.filter(({ fact }) => fact === 'queue_spell'));
          let settled: Fact[] = [];
          let fold = createFold(ofEvents(timeline, arrived.slice(0, 1)), limited)!;
          for (let count = 1; count <= arrived.length; count++) {
            const known = ofEvents(timeline, arrived.slice(0, count));
            if (count > 1 && !fold.add(arrived[count - 1]!)) {
              fold = createFold(known, limited)!;
              settled = [];
            }
            if (settles.next().value) settled.push(...fold.settle());
            const whole = measure(known);
            const { facts, summary } = fold.measure();
            expect(summary).toEqual(whole.summary);
            expect(sorted([...settled, ...facts])).toEqual(sorted(whole.facts));
            expect(stays([...fold.stays, ...facts])).toEqual(stays(whole.facts));
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('says the same when asked again, and what it has given stays as it was', () => {
    fc.assert(
      fc.property(longTicket, limits, (timeline, limited) => {
        const half = Math.ceil(timeline.events.length / 2);
        const fold = createFold({ ...timeline, events: timeline.events.slice(0, half) }, limited)!;
        const given = [...fold.settle(), ...fold.measure().facts];
        const copies = given.map((fact) => ({ ...fact }));
        for (const event of timeline.events.slice(half)) {
          fold.add(event);
          expect(fold.measure()).toEqual(fold.measure());
        }
        fold.settle();
        fold.measure();
        expect(given.map((fact) => ({ ...fact }))).toEqual(copies);
      }),
    );
  });

  const limited = { openEvents: 3, maxOpenEvents: 5 };
  const steps: Step[] = [created(), ...Array.from({ length: 20 }, (_, i) => says(i + 1, 'agent:a1'))];

  /** A fold of the steps that has settled what it can, and an event that arrives now. */
  function arriving(step: Step, told: readonly Step[] = steps) {
    const fold = createFold(timelineOf(told), limited)!;
    fold.settle();
    const [event] = timelineOf([step]).events;
    return { fold, event: { ...event!, eventId: 'arriving' } };
  }

  test('takes a late event among those that are open, and those of the same instant in any order', () => {
    for (const minutes of [18.5, 19, 20, 21]) {
      const { fold, event } = arriving(says(minutes, 'agent:a1'));
      expect(fold.add(event)).toBe(true);
    }
  });

  test.each<[string, Step, Step[]]>([
    ['comes before what is settled', says(17, 'agent:a1'), steps],
    ['may be corrected', says(30, 'agent:a1', { record: { id: 'r', version: 1 } }), steps],
    ['is the first that names the customer', says(30, 'customer', { customerId: 'c1' }), steps],
    ['says at last that the company opened it', { ...created(30), who: 'agent:a1' }, steps.slice(1)],
    [
      'is the first that the customer wrote to a company that wrote first',
      says(30, 'customer'),
      [{ ...created(), who: 'agent:a1' }, ...steps.slice(1)],
    ],
  ])('is of no use any more once an event %s', (_, step, told) => {
    const { fold, event } = arriving(step, told);
    expect(fold.add(event)).toBe(false);
  });

  test('is not made where an event may be corrected', () => {
    const recorded = [...steps, becomes(30, 'solved', { record: { id: 'r', version: 1 } })];
    expect(createFold(timelineOf(recorded), limited)).toBeNull();
  });

  test('leaves few facts open, however long the conversation is', () => {
    const longer = Array.from({ length: 2_000 }, (_, i) =>
      says(i + 1, i % 2 === 0 ? 'customer' : 'agent:a1'),
    );
    const fold = createFold(timelineOf([created(), ...longer]), limited)!;
    expect(fold.settle().length).toBeGreaterThan(2_000);
    expect(fold.measure().facts.length).toBeLessThan(20);
    expect(fold.isDue).toBe(false);
  });
});
