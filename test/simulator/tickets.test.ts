import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '../../schemas/types.ts';
import { casesOf } from '../support/in-full.ts';
import { stateTimes } from './figures.ts';
import { byKey, DAY, dayStart, SMALL, simulate } from './world.ts';

const STATUSES: Record<string, readonly string[]> = {
  new: ['open'],
  open: ['pending', 'on_hold', 'solved'],
  pending: ['open', 'solved'],
  on_hold: ['open'],
  solved: ['open', 'closed'],
  closed: [],
};

/** Checks one ticket; gives its last status, or `gone` when it was merged or deleted. */
function follow(events: readonly TicketEvent[]): string {
  const [created, assigned] = events;
  expect(created!.event).toMatchObject({ type: 'created', status: 'new' });
  expect(created!.occurred_at).toBe(created!.opened_at);
  expect(assigned!.event).toMatchObject({ type: 'assigned', agent_id: null });
  let status = 'new';
  let owner: string | null = null;
  let queue = created!.queue;
  for (const { event, actor, ...envelope } of events) {
    expect(status).not.toMatch(/closed|gone/);
    expect(envelope).toMatchObject({ opened_at: created!.opened_at, customer: created!.customer, queue });
    if (event.type === 'assigned') owner = event.agent_id;
    if (actor.kind === 'agent') expect(actor.id).toBe(owner);
    if (event.type === 'transferred') queue = event.to_queue;
    if (event.type === 'merged' || event.type === 'deleted') status = 'gone';
    if (event.type === 'status_changed') {
      expect(STATUSES[status]).toContain(event.status);
      status = event.status;
    }
  }
  return status;
}

describe('tickets', () => {
  it('go through their statuses, and all come to an end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 400 }), (seed, day) => {
        const opensAt = dayStart(day);
        const tickets = simulate(seed, 17, opensAt, SMALL).flatMap((e) =>
          e.topic === 'contact.tickets' ? [e.value] : [],
        );
        for (const events of byKey(tickets, (event) => event.conversation_id).values()) {
          const last = follow(events);
          if (events[0]!.opened_at < opensAt + DAY) expect(last).toMatch(/closed|gone/);
        }
      }),
      { numRuns: casesOf(5) },
    );
  });

  it('are answered by agents who are at work on tickets', () => {
    const events = simulate(11, 8);
    const states = byKey(stateTimes(events), (time) => time.agent);
    const replies = events.filter(
      ({ topic, value }) =>
        topic === 'contact.tickets' &&
        value.event.type === 'message' &&
        value.event.public &&
        value.actor.kind === 'agent',
    );
    expect(replies.length).toBeGreaterThan(1_000);
    for (const { value } of replies) {
      const at = value.occurred_at;
      const state = states.get(value.actor.id!)?.find(({ from, to }) => from <= at && at < to);
      expect(state?.state, `${value.event_id}`).toBe('busy');
    }
  });

  it('are merged into a ticket of the same customer', () => {
    const events = simulate(12, 6);
    const customers = new Map<string, string>();
    let merges = 0;
    for (const { topic, value } of events) {
      if (topic !== 'contact.tickets') continue;
      customers.set(value.conversation_id, value.customer!.id);
      if (value.event.type !== 'merged') continue;
      merges++;
      expect(customers.get(value.event.into_conversation_id)).toBe(value.customer!.id);
    }
    expect(merges).toBeGreaterThan(0);
  });
});
