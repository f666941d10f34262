import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/stored.ts';
import { readRecords } from './support/figures.ts';
import { type Conversation, conversation, metric, type Part, part, seg, sess } from './support/records.ts';

const AT = Date.UTC(2026, 2, 3, 9);
const S = 1_000;
const Q1 = { queueId: 'q1' };
const Q2 = { queueId: 'q2' };

const s = (seconds: number) => AT + seconds * S;
const caller = (until: number, ending = 'endpoint', more: object = {}) =>
  part('customer', [sess('voice', [seg('interact', AT, s(until), { disconnectType: ending })], more)]);
const acd = (
  from: number,
  until: number | null,
  ending: string | null = 'transfer',
  queue = Q1,
  more: object = {},
) =>
  part('acd', [
    sess(
      'voice',
      [seg('interact', s(from), until === null ? null : s(until), { ...queue, disconnectType: ending })],
      more,
    ),
  ]);
const agent = (userId: string, from: number, until: number, ending = 'peer', queue: object = Q1, after = 0) =>
  part(
    'agent',
    [
      sess('voice', [
        seg('alert', s(from) - 3 * S, s(from), queue),
        seg('interact', s(from), s(until), { ...queue, disconnectType: ending }),
        ...(after > 0 ? [seg('wrapup', s(until), s(until + after), queue)] : []),
      ]),
    ],
    { userId },
  );

/** What a record comes to, in seconds. */
function told(record: Conversation) {
  const { events, ignored, faults } = readRecords([JSON.stringify(record)]);
  const facts = factsOf(events);
  const of = (name: string) => facts.filter(({ fact }) => fact === name);
  return {
    ignored,
    faults,
    waits: of('queue_spell').map(({ queue, state, value_ms, agent: who }) => [
      queue,
      state,
      value_ms / S,
      who,
    ]),
    work: of('handle_spell').map(({ agent: who, queue, value_ms, hold_ms, wrap_ms }) => ({
      who,
      queue,
      talk: (value_ms - hold_ms - wrap_ms) / S,
      hold: hold_ms / S,
      after: wrap_ms / S,
    })),
    transfers: of('transfer').length,
    status: of('conversation').map(({ label, value_ms }) => [label, value_ms / S]),
    channel: events.flatMap(({ value }) => ('channel' in value ? value.channel : []))[0],
  };
}
const call = (until: number | null, ...parts: Part[]) =>
  told(conversation(AT, until === null ? null : s(until), parts));

describe('a call', () => {
  it('waits from the interact of the queue to that of the agent; delay and alert are neither wait nor talk', () => {
    const queue = acd(10, 40);
    queue.sessions[0]!.segments.unshift(seg('delay', s(2), s(10), Q1));
    const { waits, work } = call(90, caller(80), queue, agent('a1', 40, 80, 'peer', Q1, 10));
    expect(waits).toEqual([['q1', 'answered', 30, 'a1']]);
    expect(work).toEqual([{ who: 'a1', queue: 'q1', talk: 40, hold: 0, after: 10 }]);
  });

  it('is answered by the agent whose leg begins some ms before the queue lets go of it', () => {
    const early = agent('a1', 40, 80);
    early.sessions[0]!.segments[1] = seg('interact', s(40) - 4, s(80), { ...Q1, disconnectType: 'peer' });
    expect(call(80, caller(80), acd(10, 40), early).waits).toEqual([['q1', 'answered', 29.996, 'a1']]);
  });

  it('for which an agent was there at once waited for no time, whichever leg came first', () => {
    expect(call(80, caller(80), acd(10, 10.003), agent('a1', 9.998, 80)).waits).toEqual([
      ['q1', 'answered', 0, 'a1'],
    ]);
    expect(call(80, caller(80), acd(10, 10), agent('a1', 10, 80)).waits).toEqual([
      ['q1', 'answered', 0, 'a1'],
    ]);
  });

  it('is no work of an agent who let it ring, though Genesys gives after-call work and a handle time', () => {
    const rang = part('agent', [
      sess('voice', [
        seg('alert', s(11), s(19), { ...Q1, disconnectType: 'client' }),
        seg('wrapup', s(19) + 250, s(23), { ...Q1, disconnectType: 'client' }),
      ]),
    ]);
    const { waits, work } = call(80, caller(80), acd(10, 40), { ...rang, userId: 'a9' }, agent('a1', 40, 80));
    expect(waits).toEqual([['q1', 'answered', 30, 'a1']]);
    expect(work.map(({ who }) => who)).toEqual(['a1']);
  });

  it('counts work after the call once where Genesys begins it before the talk is over', () => {
    const overlapping = agent('a1', 40, 80);
    overlapping.sessions[0]!.segments.push(seg('wrapup', s(79.5), s(84.5), Q1));
    expect(call(85, caller(80), acd(10, 40), overlapping).work).toEqual([
      { who: 'a1', queue: 'q1', talk: 40, hold: 0, after: 4.5 },
    ]);
  });

  it('is held where a segment says so', () => {
    const holding = agent('a1', 40, 80);
    holding.sessions[0]!.segments.splice(
      1,
      1,
      seg('interact', s(40), s(50), Q1),
      seg('hold', s(50), s(65), Q1),
      seg('interact', s(65), s(80), { ...Q1, disconnectType: 'client' }),
    );
    expect(call(80, caller(80, 'peer'), acd(10, 40), holding).work).toEqual([
      { who: 'a1', queue: 'q1', talk: 25, hold: 15, after: 0 },
    ]);
  });

  it('that the customer ends in the queue is abandoned, whatever the queue calls it', () => {
    for (const ending of ['peer', 'client', 'other', null]) {
      expect(call(30, caller(30), acd(10, 30, ending)).waits, String(ending)).toEqual([
        ['q1', 'abandoned', 20, ''],
      ]);
    }
  });

  it('that an error or a rule ends in the queue is over, and nobody left: the vendor calls that abandoned', () => {
    for (const ending of ['system', 'error', 'timeout', 'spam', 'inactivity', 'a new kind']) {
      expect(call(30, caller(30, 'peer'), acd(10, 30, ending)).waits, ending).toEqual([
        ['q1', 'ended', 20, ''],
      ]);
    }
  });

  it('that leaves the queue for another, a voicemail or a menu flows out', () => {
    const moved = call(
      99,
      caller(90),
      acd(10, 30),
      acd(30.02, 50, 'transfer', Q2),
      agent('a2', 50, 90, 'peer', Q2),
    );
    expect(moved.waits).toEqual([
      ['q1', 'transferred', 20.02, ''],
      ['q2', 'answered', 19.98, 'a2'],
    ]);
    expect(moved.transfers).toBe(0);
    const voicemail = part('voicemail', [sess('voice', [seg('voicemail', s(30), s(60))])]);
    expect(call(60, caller(60), acd(10, 30), voicemail).waits).toEqual([['q1', 'transferred', 20, '']]);
  });

  it('that comes back to the same queue waits there twice', () => {
    const { waits } = call(99, caller(90), acd(10, 30), acd(45, 60), agent('a1', 60, 90));
    expect(waits).toEqual([
      ['q1', 'transferred', 20, ''],
      ['q1', 'answered', 15, 'a1'],
    ]);
  });

  it('that is hung up on in the menu never waited', () => {
    const menu = part('ivr', [sess('voice', [seg('ivr', AT, s(12), { disconnectType: 'peer' })])]);
    expect(call(12, caller(12), menu)).toMatchObject({ waits: [], work: [], status: [['closed', 12]] });
    const delay = part('acd', [
      sess('voice', [seg('delay', s(10), s(12), { ...Q1, disconnectType: 'peer' })]),
    ]);
    expect(call(12, caller(12), menu, delay).waits).toEqual([]);
  });

  it('ends when the customer and the last agent are gone, not with the after-call work', () => {
    const { status } = call(150, caller(80), acd(10, 40), agent('a1', 40, 80.003, 'peer', Q1, 60));
    expect(status).toEqual([['closed', 80.003]]);
  });
});

describe('a transfer', () => {
  it('blind, to a queue: the first agent is done, the customer waits again', () => {
    const first = agent('a1', 40, 80, 'transfer', Q1, 20);
    const on = call(
      200,
      caller(150),
      acd(10, 40),
      first,
      acd(79.97, 110, 'transfer', Q2),
      agent('a2', 110, 150, 'peer', Q2),
    );
    expect(on.waits).toEqual([
      ['q1', 'answered', 30, 'a1'],
      ['q2', 'answered', 30.03, 'a2'],
    ]);
    expect(on.work).toEqual([
      { who: 'a1', queue: 'q1', talk: 40, hold: 0, after: 20 },
      { who: 'a2', queue: 'q2', talk: 40, hold: 0, after: 0 },
    ]);
    expect(on.transfers).toBe(1);
  });

  it('after asking a colleague: both have their own times, and the colleague goes on', () => {
    const first = agent('a1', 40, 100, 'consultTransfer', Q1, 15);
    const second = agent('a2', 80, 150, 'peer', Q2);
    const { waits, work, transfers } = call(
      200,
      caller(150),
      acd(10, 40),
      first,
      acd(60, 80, 'transfer', Q2),
      second,
    );
    expect(waits).toEqual([
      ['q1', 'answered', 30, 'a1'],
      ['q2', 'answered', 20, 'a2'],
    ]);
    expect(work).toEqual([
      { who: 'a1', queue: 'q1', talk: 60, hold: 0, after: 15 },
      { who: 'a2', queue: 'q2', talk: 70, hold: 0, after: 0 },
    ]);
    expect(transfers).toBe(1);
  });

  it('before the colleague who is asked has answered is one all the same', () => {
    const first = agent('a1', 40, 70, 'consultTransfer', Q1, 15);
    const second = agent('a2', 80, 150, 'peer', Q2);
    const { waits, work } = call(200, caller(150), acd(10, 40), first, acd(60, 80, 'transfer', Q2), second);
    expect(waits).toEqual([
      ['q1', 'answered', 30, 'a1'],
      ['q2', 'answered', 20, 'a2'],
    ]);
    expect(work.map(({ talk, after }) => [talk, after])).toEqual([
      [30, 15],
      [70, 0],
    ]);
  });

  it('is none where the colleague only advises, and leaves work behind', () => {
    const colleague = agent('a2', 60, 90, 'client', Q2, 45);
    const { work, transfers } = call(
      200,
      caller(180),
      acd(10, 40),
      agent('a1', 40, 180),
      acd(50, 60, 'transfer', Q2),
      colleague,
    );
    expect(work).toEqual([
      { who: 'a1', queue: 'q1', talk: 140, hold: 0, after: 0 },
      { who: 'a2', queue: 'q2', talk: 30, hold: 0, after: 45 },
    ]);
    expect(transfers).toBe(0);
  });

  it('is seen where asking is a session of its own beside the customer on hold, and counts that time once', () => {
    const first = part(
      'agent',
      [
        sess('voice', [
          seg('interact', s(40), s(60), Q1),
          seg('hold', s(60), s(100), { ...Q1, disconnectType: 'transfer' }),
          seg('wrapup', s(100), s(110), Q1),
        ]),
        sess('voice', [
          seg('dialing', s(60), s(80)),
          seg('interact', s(80), s(100) + 5, { disconnectType: 'peer' }),
        ]),
      ],
      { userId: 'a1' },
    );
    const second = agent('a2', 80, 150, 'peer', Q2);
    const { work, transfers } = call(
      200,
      caller(150),
      acd(10, 40),
      first,
      acd(62, 80, 'transfer', Q2),
      second,
    );
    expect(work[0]).toEqual({ who: 'a1', queue: 'q1', talk: 20.005, hold: 40, after: 9.995 });
    expect(transfers).toBe(1);
  });

  it('to a number outside ends the work with the call that goes on without us', () => {
    const outside = part('external', [
      sess('voice', [seg('interact', s(81), s(3_000), { disconnectType: 'endpoint' })], {
        direction: 'outbound',
        dnis: 'tel:+4955',
      }),
    ]);
    const { work, status } = call(
      3_000,
      caller(3_000),
      acd(10, 40),
      agent('a1', 40, 80, 'transfer', Q1, 20),
      outside,
    );
    expect(work).toEqual([{ who: 'a1', queue: 'q1', talk: 40, hold: 0, after: 20 }]);
    expect(status).toEqual([['closed', 3_000]]);
  });

  it('that is not made, as no colleague answers, leaves no wait and no customer who left', () => {
    const { waits, work } = call(
      200,
      caller(180),
      acd(10, 40),
      agent('a1', 40, 180),
      acd(50, 75, 'peer', Q2),
    );
    expect(waits).toEqual([['q1', 'answered', 30, 'a1']]);
    expect(work.map(({ talk }) => talk)).toEqual([140]);
  });

  it('within a conference: who came first leaves, and the others stay', () => {
    const first = agent('a1', 40, 100, 'conferenceTransfer', Q1, 5);
    const { work } = call(200, caller(180), acd(10, 40), first, agent('a2', 70, 180, 'peer', Q2));
    expect(work.map(({ who, talk, after }) => [who, talk, after])).toEqual([
      ['a1', 60, 5],
      ['a2', 110, 0],
    ]);
  });
});

describe('a callback', () => {
  const line = (from: number, until: number, ending = 'transfer') =>
    part('acd', [
      sess('callback', [
        seg('scheduled', s(from) - 5 * S, s(from)),
        seg('interact', s(from), s(until), { ...Q1, disconnectType: ending }),
      ]),
    ]);

  it('ends the wait on the line, and waits itself; its call is one piece of work with it', () => {
    const taken = part(
      'agent',
      [
        sess('callback', [seg('interact', s(300), s(420), { ...Q1, disconnectType: 'client' })]),
        sess('voice', [
          seg('contacting', s(302), s(305), Q1),
          seg('dialing', s(305), s(312), Q1),
          seg('interact', s(312), s(400), { ...Q1, disconnectType: 'peer' }),
          seg('wrapup', s(400), s(430), Q1),
        ]),
      ],
      { userId: 'a1' },
    );
    const { waits, work } = call(430, caller(41, 'client'), acd(10, 40), line(42, 300), taken);
    expect(waits).toEqual([
      ['q1', 'callback', 30, ''],
      ['q1', 'answered', 258, 'a1'],
    ]);
    expect(work).toEqual([{ who: 'a1', queue: 'q1', talk: 120, hold: 0, after: 10 }]);
  });

  it('is no second opening of what was solved', () => {
    const { events } = readRecords([
      JSON.stringify(
        conversation(AT, s(400), [caller(41, 'client'), acd(10, 40), line(42, 300), agent('a1', 300, 390)]),
      ),
    ]);
    expect(factsOf(events).filter(({ fact }) => fact === 'reopen')).toEqual([]);
  });

  it('that begins before the line is let go ends the wait there', () => {
    const { waits } = call(400, caller(41, 'client'), acd(10, 40), line(39, 300), agent('a1', 300, 390));
    expect(waits).toEqual([
      ['q1', 'callback', 28.999, ''],
      ['q1', 'answered', 261, 'a1'],
    ]);
  });

  it('of which the customer is called first is answered when an agent talks with him', () => {
    const { waits } = call(400, caller(41, 'client'), acd(10, 40), line(42, 300), agent('a1', 342, 390));
    expect(waits.at(-1)).toEqual(['q1', 'answered', 300, 'a1']);
  });
});

describe('a conversation', () => {
  it('has the channel of its medium, and a queue like a call', () => {
    const media = {
      voice: 'voice',
      callback: 'voice',
      chat: 'chat',
      message: 'messaging',
      email: 'email',
      video: 'web',
    };
    for (const [medium, channel] of Object.entries(media)) {
      const parts = [caller(80), acd(10, 40), agent('a1', 40, 80)];
      for (const { sessions } of parts) sessions[0]!.mediaType = medium;
      expect(call(80, ...parts), medium).toMatchObject({ channel, waits: [['q1', 'answered', 30, 'a1']] });
    }
  });

  it('of colleagues alone is none', () => {
    const user = (id: string) => part('user', [sess('voice', [seg('interact', AT, s(60))])], { userId: id });
    expect(call(60, user('u1'), user('u2'))).toMatchObject({ ignored: ['internal'], waits: [], work: [] });
  });

  it('of a user and somebody outside, without a queue, is work; that of a user in a queued call is none', () => {
    const user = part('user', [sess('voice', [seg('interact', s(5), s(60), { disconnectType: 'peer' })])], {
      userId: 'u1',
    });
    const outside = part('external', [
      sess('voice', [seg('interact', AT, s(60), { disconnectType: 'endpoint' })]),
    ]);
    expect(call(60, outside, user).work).toEqual([{ who: 'u1', queue: '', talk: 55, hold: 0, after: 0 }]);
    const { work } = call(200, caller(180), acd(10, 40), agent('a1', 40, 90, 'transfer'), { ...user });
    expect(work.map(({ who }) => who)).toEqual(['a1']);
  });

  it('is none of those who listen: monitoring, coaching, barging, shared screens', () => {
    const listener = part('agent', [
      sess('voice', [
        seg('monitoring', s(50), s(60)),
        seg('coaching', s(60), s(65)),
        seg('barging', s(65), s(70)),
      ]),
      sess('screenmonitoring', [seg('interact', s(50), s(70))]),
      sess('cobrowse', [seg('interact', s(50), s(70))]),
    ]);
    const { work } = call(80, caller(80), acd(10, 40), agent('a1', 40, 80), { ...listener, userId: 'boss' });
    expect(work.map(({ who }) => who)).toEqual(['a1']);
  });

  it('that goes on waits, is talked in, or has after-call work, and is complete when it comes again', () => {
    expect(call(null, caller(999), acd(10, null, null))).toMatchObject({
      waits: [['q1', 'open', 0, '']],
      status: [['open', 0]],
    });
    const done = agent('a1', 40, 80, 'peer', Q1, 30);
    delete done.sessions[0]!.segments.at(-1)!.segmentEnd;
    expect(call(null, caller(80), acd(10, 40), done)).toMatchObject({
      work: [{ talk: 40, after: 0 }],
      status: [['closed', 80]],
    });
  });

  it('without metrics, directions, conference flags and an end, as ten years ago, is read all the same', () => {
    const parts = [caller(80), acd(10, 40), agent('a1', 40, 80)];
    for (const { sessions } of parts) {
      for (const session of sessions) {
        delete session.direction;
        for (const segment of session.segments) delete segment.conference;
      }
    }
    const { originatingDirection, divisionIds, ...old } = conversation(AT, null, parts);
    expect(told(old as Conversation)).toMatchObject({
      waits: [['q1', 'answered', 30, 'a1']],
      status: [['closed', 80]],
    });
  });

  it('is no fault for what its lists do not have, or what nobody has heard of', () => {
    const odd = conversation(AT, s(80), [caller(80), acd(10, 40), agent('a1', 40, 80)], {
      inactivityTimeout: '2031-01-01T00:00:00.000Z',
      evaluations: null,
      participants: undefined,
    });
    expect(told({ ...odd, participants: null } as unknown as Conversation)).toMatchObject({
      ignored: ['internal'],
    });
    const strange = part('robot' as 'acd', [
      sess('hologram', [seg('levitating', s(1), s(2)), { segmentType: 'interact' }]),
    ]);
    const parts = [
      caller(80),
      acd(10, 40),
      agent('a1', 40, 80),
      strange,
      part('station', []),
      part('group', []),
    ];
    parts[2]!.sessions[0]!.metrics = [metric('tSomethingNew', AT), { name: null, value: 'x' }];
    expect(call(80, ...parts)).toMatchObject({ faults: [], waits: [['q1', 'answered', 30, 'a1']] });
  });

  it('of which segments have begins alone goes from one to the next', () => {
    const parts = [caller(80), acd(10, 40), agent('a1', 40, 80, 'peer', Q1, 10)];
    for (const segment of parts[2]!.sessions[0]!.segments) delete segment.segmentEnd;
    expect(call(90, ...parts).work).toEqual([{ who: 'a1', queue: 'q1', talk: 40, hold: 0, after: 10 }]);
  });

  it('is the same as the SDK for Python writes it', () => {
    const record = conversation(AT, s(90), [caller(80), acd(10, 40), agent('a1', 40, 80, 'peer', Q1, 10)]);
    const sdk = JSON.stringify(record, (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, one]) => [
              name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
              one,
            ]),
          )
        : value,
    ).replace(/\.(\d{3})Z/g, '.$1000+00:00');
    expect(sdk).toContain('"segment_start":"2026-03-03T09:00:10.000000+00:00"');
    expect(readRecords([sdk]).events).toEqual(readRecords([JSON.stringify(record)]).events);
  });

  it('that does not say when it began did so with its first segment', () => {
    const record = conversation(AT, s(80), [caller(80), acd(10, 40), agent('a1', 40, 80)]);
    const without = { ...record, conversationStart: null };
    const [known, ...texts] = [record, without].map((one) => readRecords([JSON.stringify(one)]).events);
    expect(texts).toEqual([known]);
    const { faults } = readRecords([JSON.stringify({ conversationId: 'c', participants: [] })]);
    expect(faults).toEqual([
      [{ path: 'conversationStart', message: 'is missing, and there is no other time' }],
    ]);
  });

  it.each([
    '{}',
    '{"totalHits":0}',
    '{"conversations":null,"totalHits":0}',
    '{"userDetails":null,"cursor":null,"dataAvailabilityDate":"2026-03-03T00:00:00.000Z"}',
  ])('is none in the answer %s', (text) => {
    expect(readRecords([text])).toMatchObject({ ignored: ['empty_answer'], faults: [] });
  });

  it('with a time that is none is a fault, named by its place', () => {
    const broken = conversation(AT, s(80), [caller(80)]);
    broken.participants[0]!.sessions[0]!.segments[0]!.segmentEnd = 'yesterday';
    expect(told(broken).faults).toEqual([
      [{ path: 'participants.0.sessions.0.segments.0.segmentEnd', message: 'not a time' }],
    ]);
  });
});
