import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../services/domain/measure/fact.ts';
import { measure } from '../../services/domain/measure/measure.ts';
import { compareEvents, type Timeline } from '../../services/domain/timeline/timeline.ts';
import { type Erasure, newId, remainderOf } from '../../services/forget/remainder.ts';
import { anyTimeline } from '../domain/measure/arbitrary.ts';

/** A customer who is forgotten, with one of the conversations. */
const ERASURE: Erasure = {
  key: 'a key',
  isConversation: (id) => id === 'secret-conversation',
  isCustomer: (id) => id === 'secret-customer',
};

/** Ids as systems give them: all of them say whose conversation it was. */
function named(timeline: Timeline): Timeline {
  const events = timeline.events.map((event, i) => ({
    ...event,
    eventId: `secret-event-${event.eventId}`,
    customerId: event.customerId === '' ? '' : 'secret-customer',
    actorId: event.actorKind === 'customer' ? ['secret-customer', 'secret-name', ''][i % 3]! : event.actorId,
    record: event.record === null ? null : { ...event.record, id: `secret-record-${event.record.id}` },
    body:
      'survey_id' in event.body ? { ...event.body, survey_id: `secret-${event.body.survey_id}` } : event.body,
  }));
  return { ...timeline, conversationId: 'secret-conversation', events: events.sort(compareEvents) };
}

const withoutCustomer = (facts: readonly Fact[]) => facts.map((fact) => ({ ...fact, customerId: '' }));

describe('what stays of a conversation', () => {
  it('measures as the conversation did, to the last digit', () => {
    fc.assert(
      fc.property(anyTimeline.map(named), (timeline) => {
        const [before, after] = [measure(timeline), measure(remainderOf(timeline, ERASURE))];
        expect(withoutCustomer(after.facts)).toEqual(withoutCustomer(before.facts));
        expect({ ...after.summary, customerId: '' }).toEqual({ ...before.summary, customerId: '' });
      }),
    );
  });

  it('has no id in it that says whose it was, and its events are sorted and distinct', () => {
    fc.assert(
      fc.property(anyTimeline.map(named), (timeline) => {
        const remainder = remainderOf(timeline, ERASURE);
        expect(JSON.stringify(remainder)).not.toContain('secret-');
        expect(remainder.events.toSorted(compareEvents)).toEqual(remainder.events);
        expect(new Set(remainder.events.map(({ eventId }) => eventId)).size).toBe(timeline.events.length);
      }),
    );
  });

  it('is the same each time with the same key, and has nothing in common with that of another key', () => {
    fc.assert(
      fc.property(anyTimeline.map(named), (timeline) => {
        const remainder = remainderOf(timeline, ERASURE);
        expect(remainderOf(timeline, ERASURE)).toEqual(remainder);
        expect(remainderOf(timeline, { ...ERASURE, key: 'another' }).conversationId).not.toBe(
          remainder.conversationId,
        );
      }),
    );
  });
});

const base = fc.sample(
  anyTimeline.filter(({ events }) => events.length > 1),
  { numRuns: 1, seed: 1 },
)[0]!;

it('the customer is one and the same person in all conversations, and other customers are who they are', () => {
  const events = base.events.map((event, i) => ({
    ...event,
    customerId: i === 0 ? 'secret-customer' : 'somebody else',
    actorKind: 'customer' as const,
    actorId: i === 0 ? 'secret-customer' : 'somebody else',
  }));
  const remainders = ['one', 'two'].map((conversationId) =>
    remainderOf({ ...base, conversationId, events }, ERASURE),
  );
  const first = remainders.map(({ events: [event] }) => [event!.customerId, event!.actorId]);
  const fresh = newId(ERASURE, 'customer', 'secret-customer');
  expect(first).toEqual([
    [fresh, fresh],
    [fresh, fresh],
  ]);
  for (const { events: rest } of remainders)
    for (const event of rest.slice(1))
      expect([event.customerId, event.actorId]).toEqual(['somebody else', 'somebody else']);
});

it('a merge into a conversation that is forgotten names what stays of that one', () => {
  const merged = (into: string): Timeline => ({
    ...base,
    events: [{ ...base.events[0]!, body: { type: 'merged', into_conversation_id: into } }],
  });
  const into = (id: string) => remainderOf(merged(id), ERASURE).events[0]!.body;
  expect(into('secret-conversation')).toEqual({
    type: 'merged',
    into_conversation_id: newId(ERASURE, 'conversation', 'secret-conversation'),
  });
  expect(into('another')).toEqual({ type: 'merged', into_conversation_id: 'another' });
});
