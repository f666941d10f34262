import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareEvents,
  createEventSet,
  type TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { NO_PROMISE } from '../measure/build.ts';

const event: fc.Arbitrary<TimelineEvent> = fc
  .record({ id: fc.nat(120), occurredAt: fc.nat(9), actorId: fc.string() })
  .map(({ id, occurredAt, actorId }) => ({
    eventId: `e${id}`,
    occurredAt,
    actorKind: 'agent' as const,
    actorId,
    queue: '',
    customerId: '',
    customerTier: '',
    tags: [],
    team: '',
    stamp: NO_PROMISE,
    record: null,
    body: { type: 'answered' as const },
  }));

test('events stay sorted and distinct, the first copy of each id wins, few or many', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 100 }), fc.nat(40), (arriving, stored) => {
      const first = new Map<string, TimelineEvent>();
      for (const each of arriving) if (!first.has(each.eventId)) first.set(each.eventId, each);
      const known = [...first.values()].slice(0, stored).sort(compareEvents);
      const isKnown = new Set(known.map(({ eventId }) => eventId));

      const events = [...known];
      const set = createEventSet(events);
      for (const each of arriving) {
        expect(set.add(each)).toBe(!isKnown.has(each.eventId));
        isKnown.add(each.eventId);
      }
      expect(events).toEqual([...first.values()].sort(compareEvents));
    }),
    { numRuns: 1_000 },
  );
});
