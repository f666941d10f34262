import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/stored.ts';
import { cutAt, makeDay } from './support/day.ts';
import { readRecords } from './support/figures.ts';
import { liveOf } from './support/live.ts';
import { bridged, type Conversation, conversation, part, seg, sess } from './support/records.ts';

const AT = Date.UTC(2026, 2, 3, 9);
const S = 1_000;
const text = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record));

/** What is counted of queues and work; the opening of a conversation is where its first news puts it. */
function counted(texts: readonly string[]) {
  const { events, faults } = readRecords(texts);
  expect(faults).toEqual([]);
  return factsOf(events)
    .filter(({ fact }) => ['queue_spell', 'handle_spell', 'transfer'].includes(fact))
    .map(({ fact, conversation_id, at, ended_at, state, queue, agent, hold_ms, wrap_ms }) =>
      [fact, conversation_id, at, ended_at, state, queue, agent, hold_ms, wrap_ms].join(' '),
    )
    .sort();
}

const Q = { queueId: 'q1' };
const call = conversation(AT, AT + 130 * S, [
  part('customer', [
    sess('voice', [seg('interact', AT, AT + 100 * S, { disconnectType: 'endpoint' })], { ani: 'tel:+49301' }),
  ]),
  part('acd', [
    sess('voice', [seg('interact', AT + 10 * S, AT + 40 * S, { ...Q, disconnectType: 'transfer' })]),
  ]),
  part(
    'agent',
    [
      sess('voice', [
        seg('interact', AT + 40 * S, AT + 50 * S, Q),
        seg('hold', AT + 50 * S, AT + 65 * S, Q),
        seg('interact', AT + 65 * S, AT + 100 * S, { ...Q, disconnectType: 'peer' }),
        seg('wrapup', AT + 100 * S, AT + 130 * S, Q),
      ]),
    ],
    { userId: 'a1' },
  ),
]);

describe('the detail events of a call', () => {
  it('tell of it while it goes on: who waits, who talks, and what it came to', () => {
    const live = text(liveOf(call));
    const soFar = (n: number) =>
      counted(live.slice(0, n)).map((fact) => fact.split(' ').slice(0, 1).concat(fact.split(' ').slice(4)));
    const names = liveOf(call).map((event) => String(event['detail-type']).split('}.')[1]);
    expect(names).toEqual([
      'customer.start',
      'acd.start',
      'acd.end',
      'user.start',
      'customer.end',
      'user.end',
      'acw',
    ]);
    expect(soFar(2)).toEqual([['queue_spell', 'open', 'q1', '', '0', '0']]);
    expect(soFar(3)).toEqual([
      ['handle_spell', 'open', 'q1', 'a1', '0', '0'],
      ['queue_spell', 'answered', 'q1', 'a1', '0', '0'],
    ]);
    expect(soFar(7)).toEqual([
      ['handle_spell', 'done', 'q1', 'a1', '15000', '30000'],
      ['queue_spell', 'answered', 'q1', 'a1', '0', '0'],
    ]);
  });

  it('say nothing more once its record has come, in whatever order and however often they arrive', () => {
    const record = text([call]);
    const mixed = [...text(liveOf(call)), ...record];
    fc.assert(
      fc.property(fc.shuffledSubarray([...mixed, ...mixed], { minLength: mixed.length * 2 }), (arrivals) => {
        expect(counted(arrivals)).toEqual(counted(record));
      }),
      { numRuns: 50 },
    );
  });

  it('go on after a record of the call as it stood has come: it grows old', () => {
    const live = text(liveOf(call));
    const stood = JSON.stringify(cutAt(call, AT + 20 * S));
    expect(counted([stood])).toHaveLength(1);
    for (const at of [0, 2, 4, live.length]) {
      const arrivals = [...live.slice(0, at), stood, ...live.slice(at)];
      expect(counted(arrivals)).toEqual(counted(live));
    }
    expect(counted([...live, stood, JSON.stringify(call)])).toEqual(counted(text([call])));
  });

  it('have the ids that they have however they come: by EventBridge, by themselves, again', () => {
    const live = liveOf(call);
    const ids = (records: readonly unknown[]) =>
      readRecords(text(records)).events.map(({ value }) => value.event_id);
    expect(ids(live.map(({ detail }) => detail))).toEqual(ids(live));
    expect(new Set(ids([...live, ...live])).size).toBe(ids(live).length);
  });

  it('that are of no call are passed over', () => {
    const body = { eventTime: AT, conversationId: 'c1', mediaType: 'VOICE' };
    const others = [
      'flow.start',
      'flow.end',
      'attributes',
      'contact',
      'outbound',
      'wrapup',
      'voicemail.start',
      'a.new.one',
    ];
    const { ignored, events } = readRecords(text(others.map((name) => bridged(name, body))));
    expect(ignored).toEqual(others.map(() => 'not_counted'));
    expect(events).toEqual([]);
    const heartbeat = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
    expect(readRecords(text([heartbeat])).ignored).toEqual(['not_counted']);
  });
});

describe('what may have begun on the day before', () => {
  const midnight = Date.UTC(2026, 2, 4);
  const ignored = (name: string, eventTime: number, more: object = {}) => {
    const body = {
      eventTime,
      conversationId: 'c1',
      queueId: 'q1',
      mediaType: 'VOICE',
      direction: 'INBOUND',
      ...more,
    };
    return readRecords(text([bridged(name, body)])).ignored;
  };

  it('is left to its record: it would be there twice', () => {
    expect(ignored('customer.start', midnight + 10 * S)).toEqual(['begun_before']);
    expect(ignored('customer.start', midnight + 600 * S, { direction: 'OUTBOUND' })).toEqual([
      'begun_before',
    ]);
    expect(ignored('acd.start', midnight + 3_600 * S)).toEqual(['begun_before']);
    expect(ignored('acd.start', midnight + 40_000 * S, { mediaType: 'EMAIL' })).toEqual(['begun_before']);
  });

  it('is not what began later, nor a call in the middle of the day of which the begin was missed', () => {
    expect(ignored('customer.start', midnight + 61 * S)).toEqual([]);
    expect(ignored('customer.start', midnight + 61 * S, { mediaType: 'EMAIL' })).toEqual([]);
    expect(ignored('acd.start', midnight + 7_201 * S)).toEqual([]);
  });
});

describe('a day that is told live and then by its records', () => {
  it('has the figures of the records alone', () => {
    const { conversations } = makeDay(7, 300);
    const live = conversations.flatMap((one: Conversation) => liveOf(one));
    expect(live.length).toBeGreaterThan(1_500);
    const records = text(conversations);
    expect(counted([...text(live), ...records])).toEqual(counted(records));
    const halves = [...records.slice(0, 150), ...text(live), ...records];
    expect(counted(halves)).toEqual(counted(records));
  });

  it('has nearly all waits before the records come: what a customer did, nobody waits to hear', () => {
    const { conversations } = makeDay(7, 300);
    const waits = (texts: readonly string[]) =>
      counted(texts).filter((fact) => fact.startsWith('queue_spell')).length;
    const live = waits(text(conversations.flatMap((one: Conversation) => liveOf(one))));
    expect(live / waits(text(conversations))).toBeGreaterThan(0.95);
  });
});
