import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../schemas/types.ts';
import { casesOf } from '../../support/in-full.ts';
import { factsOf, timelinesOf } from '../support/stored.ts';
import { agentArn, agentPart, contactRecord, type Fields, queueArn, queuePart } from './support/contact.ts';
import { makeDay } from './support/day.ts';
import { eventsOf, read, readAll } from './support/figures.ts';
import { bridged, capitals, newsOf } from './support/news.ts';
import { createRandom } from './support/random.ts';

const iso = (time: string) => `2026-03-10T${time}Z`;

/** Queued at 9:00:10, answered at 9:00:40 by jane, who talked and held until 9:03:40 and had finished at 9:04:00. */
const call = contactRecord({
  ContactId: '7f1f8f54-0001-4a4b-9c53-0d6c0f0a0001',
  InitiationTimestamp: iso('09:00:00'),
  DisconnectTimestamp: iso('09:03:40'),
  DisconnectReason: 'CUSTOMER_DISCONNECT',
  LastUpdateTimestamp: iso('09:04:30'),
  Queue: queuePart('Billing', { EnqueueTimestamp: iso('09:00:10'), DequeueTimestamp: iso('09:00:40') }),
  Agent: agentPart('jane', {
    ConnectedToAgentTimestamp: iso('09:00:40'),
    AgentInteractionDuration: 150,
    CustomerHoldDuration: 30,
    AfterContactWorkStartTimestamp: iso('09:03:40'),
    AfterContactWorkEndTimestamp: iso('09:04:00'),
    AfterContactWorkDuration: 20,
  }),
});
const lost = contactRecord({
  ContactId: '7f1f8f54-0002-4a4b-9c53-0d6c0f0a0002',
  InitiationTimestamp: iso('09:00:00'),
  DisconnectTimestamp: iso('09:01:00'),
  DisconnectReason: 'CUSTOMER_DISCONNECT',
  LastUpdateTimestamp: iso('09:01:30'),
  Queue: queuePart('Billing', { EnqueueTimestamp: iso('09:00:10'), DequeueTimestamp: iso('09:01:00') }),
});

/** An agent's event names the queues that they serve, and them. */
const heartBeat = {
  AgentARN: agentArn('jane'),
  EventId: 'e1',
  EventType: 'HEART_BEAT',
  EventTimestamp: '2026-03-10T08:59:00.000Z',
  CurrentAgentSnapshot: {
    AgentStatus: { Name: 'Available', Type: 'ROUTABLE', StartTimestamp: '2026-03-10T08:00:00.000Z' },
    Configuration: {
      Username: 'jane',
      RoutingProfile: { InboundQueues: [{ ARN: queueArn('Billing'), Name: 'Billing' }] },
    },
    Contacts: [],
  },
};

const eventsIn = (records: readonly Fields[]) =>
  eventsOf(readAll([records.map((record) => JSON.stringify(record)).join('')]));
const counted = (records: readonly Fields[]) =>
  factsOf(eventsIn(records))
    .filter(({ fact }) => fact === 'queue_spell' || fact === 'handle_spell')
    .map(({ fact, at, state, queue, agent, value_ms, hold_ms, wrap_ms }) =>
      [fact, at, state, queue, agent, value_ms, hold_ms, wrap_ms].join(' '),
    )
    .sort();
const states = (records: readonly Fields[]) =>
  counted(records).map((fact) =>
    fact
      .split(' ')
      .filter((_, i) => i !== 1 && i < 5)
      .join(' '),
  );

describe('the contact events of a call', () => {
  const news = newsOf(call);

  it('tell of it while it goes on: who waits, who talks, and what it came to', () => {
    const soFar = (count: number) => states([heartBeat, ...news.slice(0, count)]);
    expect(news.map(({ detail }) => (detail as Fields).eventType)).toEqual([
      'INITIATED',
      'QUEUED',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
    expect(soFar(1)).toEqual([]);
    expect(soFar(2)).toEqual(['queue_spell open Billing ']);
    expect(soFar(3)).toEqual(['handle_spell open Billing jane', 'queue_spell answered Billing jane']);
    expect(soFar(5)).toEqual(['handle_spell done Billing jane', 'queue_spell answered Billing jane']);
  });

  it('come to the figures that its record comes to, to the second', () => {
    expect(counted([heartBeat, ...news])).toEqual(counted([call]));
    expect(counted([heartBeat, ...newsOf(lost)])).toEqual(counted([lost]));
  });

  it('know more the later they are, and that is what counts in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...news, ...news], { minLength: 2 * news.length }), (arrivals) => {
        expect(counted([heartBeat, ...arrivals])).toEqual(counted([heartBeat, ...news]));
      }),
      { numRuns: 50 },
    );
  });

  it('say nothing more once its record has come, before it, after it, or between', () => {
    for (let at = 0; at <= news.length; at++) {
      expect(counted([...news.slice(0, at), call, ...news.slice(at)])).toEqual(counted([call]));
    }
  });

  it('have the same ids however they come: by EventBridge, by their detail alone, spelt with capitals, again', () => {
    const ids = (records: readonly Fields[]) => eventsIn(records).map(({ value }) => value.event_id);
    const details = news.map(({ detail }) => detail as Fields);
    expect(ids(details)).toEqual(ids(news));
    expect(ids(details.map((detail) => capitals(detail) as Fields))).toEqual(ids(news));
    expect(ids(news.map((one) => ({ ...one, id: 'another', time: iso('11:00:00') })))).toEqual(ids(news));
  });

  it('are of the channel that they say, in whatever letters', () => {
    const told = eventsIn([{ ...bridged({ ...(news[1]!.detail as Fields), channel: 'Chat' }) }]);
    expect(told.map(({ value }) => (value as ChatEvent).channel)).toEqual(['chat', 'chat']);
  });

  it('show a queue by its id until something has named it, and an agent too', () => {
    const queueId = queueArn('Billing').split('/').at(-1);
    const agentId = agentArn('jane').split('/').at(-1);
    expect(states(news.slice(0, 2))).toEqual([`queue_spell open ${queueId} `]);
    expect(states(news)[0]).toBe(`handle_spell done ${queueId} ${agentId}`);
    // A record of another contact names both.
    expect(states([{ ...call, ContactId: 'another' }, ...news])).toEqual([
      'handle_spell done Billing jane',
      'handle_spell done Billing jane',
      'queue_spell answered Billing jane',
      'queue_spell answered Billing jane',
    ]);
  });

  it('begin on the day on which their record begins, to the last millisecond of it', () => {
    const late = { ...call, InitiationTimestamp: '2026-03-09T23:59:59Z' };
    expect(timelinesOf(eventsIn([...newsOf(late), late]))).toHaveLength(1);
  });
});

describe('what is no news of a contact', () => {
  const ignored = (record: Fields) => {
    const reading = read(record);
    return 'ignored' in reading ? reading.ignored : reading;
  };
  const detail = newsOf(call)[1]!.detail as Fields;

  it('is passed over: legs that are no customers, and events without a beginning that can be relied on', () => {
    expect(ignored(bridged({ ...detail, initiationMethod: 'MONITOR' }))).toBe('monitoring');
    expect(ignored(bridged({ ...detail, initiationMethod: 'EXTERNAL_OUTBOUND' }))).toBe('third_party');
    expect(ignored(bridged({ ...detail, initiationTimestamp: undefined }))).toBe('no_beginning');
    expect(ignored(bridged({ ...detail, initiationTimestamp: '1970-01-01T00:00:00.001Z' }))).toBe(
      'no_beginning',
    );
    // It says when the call was planned, the later ones when it was dialled.
    const campaign = { ...detail, campaign: { campaignId: 'c1' } };
    expect(ignored(bridged({ ...campaign, eventType: 'INITIATED' }))).toBe('no_beginning');
    expect('events' in read(bridged(campaign))).toBe(true);
  });

  it('is passed over too where Connect sends other events to the same place', () => {
    const rule = {
      ...bridged({ version: '1.0', ruleName: 'r', contactArn: 'arn' }),
      'detail-type': 'Contact Lens',
    };
    const evaluation = bridged({ evaluationId: 'e1', agentId: 'a1' });
    const transcript = {
      Version: '1.0.0',
      ContactId: 'c1',
      InstanceId: 'i1',
      EventType: 'SEGMENTS',
      Segments: [],
    };
    for (const other of [rule, evaluation, transcript]) expect(ignored(other)).toBe('other_event');
    expect(read({ ...rule, source: 'aws.s3' })).toHaveProperty('faults');
  });

  it('is a fault where a time is none', () => {
    expect(read(bridged({ ...detail, disconnectTimestamp: 'soon' }))).toEqual({
      faults: [{ path: 'disconnecttimestamp', message: 'is not as documented' }],
    });
  });

  it('takes an event of a type and with fields that nobody has heard of', () => {
    const odd = {
      ...detail,
      eventType: 'A_NEW_ONE',
      routingCriteria: [{ steps: [] }],
      disconnectReason: { code: 'EXPIRED' },
    };
    expect('events' in read(bridged(odd))).toBe(true);
  });
});

describe('a made-up day with contact events before, between and after its records', () => {
  it('has the facts of its records alone, and each event was of its record’s conversation', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { records, earlier } = makeDay(seed, 200);
        const random = createRandom(seed + 1);
        const news = records.flatMap((record) => (record.EventType === undefined ? newsOf(record) : []));
        const all = random.shuffled([...records, ...earlier, ...news, ...news.slice(0, 50)]);
        const key = (fact: object) => JSON.stringify(fact);
        const facts = (of: readonly Fields[]) => factsOf(eventsIn(of)).map(key).sort();
        expect(facts(all)).toEqual(facts(records));
        expect(timelinesOf(eventsIn(all)).length).toBe(timelinesOf(eventsIn(records)).length);
      }),
      { numRuns: casesOf(10) },
    );
  });
});
