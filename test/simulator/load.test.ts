import { describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { loadEvents } from '../../services/simulator/load.ts';

function take(count: number, options: Parameters<typeof loadEvents>[0]): OutgoingEvent[] {
  const events: OutgoingEvent[] = [];
  for (const event of loadEvents(options)) if (events.push(event) === count) break;
  return events;
}

describe('load for benchmarks', () => {
  const events = take(60_000, { seed: 4, conversations: 500, rate: 2_000, startsAt: 1_000_000 });

  it('is the same for the same seed', () => {
    expect(take(5_000, { seed: 4, conversations: 500 })).toEqual(
      take(5_000, { seed: 4, conversations: 500 }),
    );
    expect(take(100, { seed: 5 })).not.toEqual(take(100, { seed: 4 }));
  });

  it('keeps the given number of conversations open and the given rate', () => {
    const last = new Map<string, number>();
    events.forEach(({ topic, value }, i) => {
      if (topic === 'contact.chats' || topic === 'contact.tickets') last.set(value.conversation_id, i);
    });
    // Open in the middle: begun by then, and going on after it.
    const first = new Set(
      events.slice(0, 30_000).flatMap((e) => (e.topic === 'contact.agents' ? [] : [e.value.conversation_id])),
    );
    const open = [...first].filter((id) => (last.get(id) ?? 0) >= 30_000).length;
    expect(open).toBeGreaterThan(400);
    expect(open).toBeLessThanOrEqual(500);
    expect(events.at(-1)!.value.occurred_at).toBe(1_000_000 + 29_999);
  });

  it('mixes all topics, with unique ids that fit their schemas', () => {
    expect(new Set(events.map(({ topic }) => topic)).size).toBe(4);
    expect(new Set(events.map(({ value }) => value.event_id)).size).toBe(events.length);
    // encodeBody throws on what does not fit.
    for (const { topic, value } of events.slice(0, 20_000)) encodeBody(topic, value);
  });

  it('has conversations that begin with their creation and name it in every event', () => {
    const opened = new Map<string, number>();
    const odd: string[] = [];
    for (const { topic, value } of events) {
      if (topic === 'contact.agents') continue;
      const begins = value.event.type === 'created' || value.event.type === 'started';
      if (begins === opened.has(value.conversation_id)) odd.push(value.event_id);
      if (begins) opened.set(value.conversation_id, value.occurred_at);
      if (value.opened_at !== opened.get(value.conversation_id)) odd.push(value.event_id);
    }
    expect(odd).toEqual([]);
  });
});
