import { describe, expect, it } from 'vitest';
import { readEvent } from '../../services/collector/border/read-event.ts';
import { NOW, ticket } from './harness.ts';

/** The topic that an item goes to and its event, or its faults. */
function read(fields: Record<string, unknown>) {
  const result = readEvent(ticket(fields));
  if ('faults' in result) return result.faults.map(({ path, message }) => `${path}: ${message}`);
  return [result.event.topic, result.event.value.event];
}

describe('the topic and the form of an event', () => {
  const chats = ['contact.chats', { type: 'message', public: false, text: null, said: null }];

  it.each([
    ['a field type', { topic: 'chats', event: { type: 'message', public: false } }],
    ['the full topic name', { topic: 'contact.chats', event: { type: 'message', public: false } }],
    ['one key', { topic: 'chats', event: { message: { public: false } } }],
    ["Avro's full name", { event: { 'contact.chats.message': { public: false } } }],
    [
      'a full name in the field type of no topic',
      { topic: 'chats', event: { 'contact.chats.message': { public: false } } },
    ],
  ])('is understood from %s', (_, fields) => {
    expect(read(fields)).toEqual(chats);
  });

  it('follows from a type that only one topic has', () => {
    expect(read({ event: { started: {} } })).toEqual(['contact.chats', { type: 'started', priority: null }]);
    expect(read({ event: { type: 'deleted' } })).toEqual(['contact.tickets', { type: 'deleted' }]);
  });

  it.each([
    [{ event: { message: {} } }, 'topic: is needed with this event type: contact.tickets or contact.chats'],
    [
      { event: { type: 'answered' } },
      'topic: is needed with this event type: contact.chats or contact.surveys',
    ],
    [
      { topic: 'chats', event: { 'contact.tickets.message': {} } },
      'topic: is another than that of the event',
    ],
    [
      { event: { 'contact.mails.message': {} } },
      /^event: its full name must begin with one of contact\.tickets/,
    ],
    [{ topic: 'mails', event: { type: 'created' } }, /^topic: must be one of contact\.tickets/],
    [{ topic: 7, event: { type: 'created' } }, /^topic: must be one of/],
    [{ topic: 'agents', event: { type: 'created' } }, 'event.type: must be one of state_changed, scheduled'],
    [{ event: { type: 'constructor' } }, 'event.type: is no event type of any topic'],
    [{ event: { created: {}, deleted: {} } }, /^event: must be/],
    [{ event: { created: { type: 'deleted' } } }, /^event: must be/],
    [{ event: 'created' }, /^event: must be/],
    [{ event: undefined }, /^event: must be/],
  ])('is refused where it is not clear: %j', (fields, fault) => {
    expect(read(fields)).toEqual([expect.stringMatching(fault)]);
  });
});

describe('times', () => {
  const time = (occurred_at: unknown) => {
    const result = readEvent(ticket({ occurred_at }));
    return 'event' in result ? result.event.value.occurred_at : result.faults[0]!.message;
  };

  it.each([
    [NOW, NOW],
    ['2026-01-31T12:00:00Z', NOW],
    ['2026-01-31T13:00:00.000+01:00', NOW],
    ['2026-01-31T12:00:00.123456789Z', NOW + 123],
    ['1999-08-01T00:00:00Z', 933_465_600_000],
  ])('%s is understood', (given, ms) => {
    expect(time(given)).toBe(ms);
  });

  it.each([['2026-01-31T12:00:00'], ['2026-01-31'], ['yesterday'], ['1769860800000'], [1.5], [null], [[]]])(
    '%j is refused: it has no zone, or is no time',
    (given) => {
      expect(time(given)).toMatch(/^must be epoch milliseconds/);
    },
  );

  it('in seconds, or beyond all clocks, are refused', () => {
    expect(time(1_769_860_800)).toBe('looks like seconds: give milliseconds');
    expect(time(9e12)).toBe('not a time between 1970 and 2100');
    expect(time(-1)).toBe('not a time between 1970 and 2100');
  });
});
