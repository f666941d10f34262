import { describe, expect, test } from 'vitest';
import { becomes, created, HOUR, MINUTE, OFFICE, OPENED, says, stampOf, step, tell } from './build.ts';

const SOLVED_TWICE = [
  created(),
  says(10, 'agent:a1'),
  becomes(30, 'solved'),
  becomes(60, 'open'),
  says(70, 'agent:a1'),
  becomes(90, 'solved'),
];

describe('resolution', () => {
  test('first runs to the first solved and stays, total to the last and is provisional until closed', () => {
    const told = tell(SOLVED_TWICE);
    expect(told.one('first_resolution')).toMatchObject({ valueMs: 30 * MINUTE, state: 'solved' });
    expect(told.one('total_resolution')).toMatchObject({ valueMs: 90 * MINUTE, state: 'solved', seq: 0 });
    const closed = tell([...SOLVED_TWICE, becomes(100, 'closed')]).one('total_resolution');
    expect(closed).toMatchObject({ valueMs: 90 * MINUTE, state: 'closed' });
  });

  test('after a reopening, what was the last solved stays known, and the conversation is open', () => {
    const told = tell(SOLVED_TWICE.slice(0, 4));
    expect(told.one('total_resolution')).toMatchObject({ seq: 0, valueMs: 30 * MINUTE, state: 'solved' });
    expect(told.one('conversation')).toMatchObject({ at: OPENED, state: 'open', endedAt: null });
    expect(told.all('requester_wait')).toEqual([]);
    expect(told.one('first_resolution').state).toBe('solved');
  });

  test('solved twice without a reopening: the last time counts', () => {
    const told = tell([created(), becomes(10, 'solved'), becomes(25, 'solved')]);
    expect(told.one('first_resolution').valueMs).toBe(10 * MINUTE);
    expect(told.one('total_resolution').valueMs).toBe(25 * MINUTE);
    expect(told.all('reopen')).toEqual([]);
  });

  test('closing, merging or deleting without a solution resolves nothing', () => {
    for (const end of [
      becomes(10, 'closed'),
      step(10, 'agent:a1', { type: 'merged', into_conversation_id: 'x' }),
      step(10, 'agent:a1', { type: 'deleted' }),
    ]) {
      const told = tell([created(), end]);
      const names = told.facts.map(({ fact }) => fact);
      expect(names).not.toContain('first_resolution');
      expect(names).not.toContain('total_resolution');
      expect(names).not.toContain('requester_wait');
      expect(told.one('closure').valueMs).toBe(10 * MINUTE);
      expect(told.summary).toMatchObject({ status: 'closed', endedAt: OPENED + 10 * MINUTE });
    }
  });

  test('is no fact before there is one: the open conversation is', () => {
    const told = tell([created(), says(10, 'agent:a1')]);
    for (const name of ['first_resolution', 'total_resolution', 'requester_wait', 'agent_work'] as const) {
      expect(told.all(name)).toEqual([]);
    }
    expect(told.one('conversation')).toMatchObject({ state: 'open', valueMs: 0, businessMs: 0, scale: 0 });
  });

  test('one touch counts the public agent messages up to the solution, the one that came with it included', () => {
    const together = tell([created(), becomes(30, 'solved'), says(30, 'agent:a1'), says(31, 'agent:a1')]);
    expect(together.one('first_resolution').scale).toBe(1);
    expect(tell(SOLVED_TWICE).one('first_resolution').scale).toBe(1);
    expect(tell(SOLVED_TWICE).one('total_resolution').scale).toBe(2);
  });
});

describe('requester wait and agent work', () => {
  test('sum the stays in the statuses that they are made of', () => {
    const told = tell([
      created(),
      becomes(10, 'open'),
      becomes(30, 'pending'),
      becomes(60, 'on_hold'),
      becomes(100, 'open'),
      becomes(105, 'solved'),
      becomes(500, 'closed'),
    ]);
    expect(told.one('requester_wait')).toMatchObject({
      valueMs: (10 + 20 + 40 + 5) * MINUTE,
      state: 'closed',
    });
    expect(told.one('agent_work')).toMatchObject({ valueMs: (10 + 20 + 5) * MINUTE, state: 'closed' });
  });

  test('leave out what lies between the solution and a reopening', () => {
    expect(tell(SOLVED_TWICE).one('agent_work').valueMs).toBe(60 * MINUTE);
  });
});

describe('reopening', () => {
  test('is a fact each time, of what was solved before', () => {
    const told = tell([...SOLVED_TWICE, becomes(95, 'closed'), becomes(120, 'open')]);
    expect(told.all('reopen').map(({ at }) => (at - OPENED) / MINUTE)).toEqual([60, 120]);
    expect(told.summary.reopens).toBe(2);
    expect(tell([created(), becomes(5, 'closed'), becomes(9, 'open')]).all('reopen')).toEqual([]);
  });
});

describe('status', () => {
  test('spells follow each other; a stay in solved is a fact when it has ended, closed is none', () => {
    const spells = (...steps: Parameters<typeof tell>[0]) =>
      tell(steps)
        .all('status_spell')
        .map(({ label, state, valueMs }) => [label, state, valueMs / MINUTE]);
    expect(spells(created(), becomes(5, 'open'), becomes(5, 'pending'), becomes(9, 'solved'))).toEqual([
      ['new', 'done', 5],
      ['pending', 'done', 4],
    ]);
    expect(spells(created(), becomes(5, 'solved'), becomes(9, 'open'))).toEqual([
      ['new', 'done', 5],
      ['solved', 'done', 4],
      ['open', 'open', 0],
    ]);
  });

  test('of a chat is open until it ends; it was solved if an agent had answered or the customer said so', () => {
    const start = [step(0, 'customer', { type: 'started', priority: null })];
    const answered = step(1, 'agent:a1', { type: 'answered' });
    const ended = (resolved: boolean | null) => step(9, 'customer', { type: 'ended', resolved });
    const solved = (...steps: Parameters<typeof tell>[0]) =>
      tell([...start, ...steps], { stream: 'chats', channel: 'chat' }).all('first_resolution').length === 1;
    expect(solved(answered, ended(null))).toBe(true);
    expect(solved(answered, ended(false))).toBe(false);
    expect(solved(ended(null))).toBe(false);
    expect(solved(ended(true))).toBe(true);
  });

  test('of a call is closed with the last wrap-up where no end is said, unless somebody talks or waits', () => {
    const call = (...steps: Parameters<typeof tell>[0]) => {
      const { summary, facts } = tell([step(0, 'customer', { type: 'queued', position: null }), ...steps], {
        stream: 'chats',
        channel: 'voice',
      });
      const { status, endedAt } = summary;
      return [
        status,
        endedAt === null ? null : (endedAt - OPENED) / MINUTE,
        facts.filter(({ state }) => state === 'open').length,
      ];
    };
    const answers = (minutes: number, who: 'agent:a1' | 'agent:a2') =>
      step(minutes, who, { type: 'answered' });
    const wraps = (minutes: number, who: 'agent:a1' | 'agent:a2') =>
      step(minutes, who, { type: 'wrapped_up' });
    const moved = step(5, 'agent:a1', { type: 'transferred', to_queue: 'q2' });
    expect(call(answers(1, 'agent:a1'), wraps(9, 'agent:a1'))).toEqual(['closed', 9, 0]);
    expect(call(wraps(9, 'agent:a1'))).toEqual(['closed', 9, 0]);
    expect(call(answers(1, 'agent:a1'), answers(2, 'agent:a2'), wraps(9, 'agent:a1'))[0]).toBe('open');
    expect(call(answers(1, 'agent:a1'), moved, wraps(9, 'agent:a1'))[0]).toBe('open');
    const both = [answers(1, 'agent:a1'), moved, answers(6, 'agent:a2'), wraps(7, 'agent:a1')] as const;
    expect(call(...both)[0]).toBe('open');
    expect(call(...both, wraps(9, 'agent:a2'))).toEqual(['closed', 9, 0]);
    // Said later, the end is what counts.
    const ended = step(12, 'customer', { type: 'ended', resolved: null });
    expect(call(answers(1, 'agent:a1'), wraps(9, 'agent:a1'), ended)).toEqual(['closed', 12, 0]);
  });

  test('of a chat that is queued again after its end is open again; at the instant of the end it is not', () => {
    const chat = (minutes: number) =>
      tell(
        [
          step(0, 'customer', { type: 'started', priority: null }),
          step(1, 'agent:a1', { type: 'answered' }),
          step(9, 'agent:a1', { type: 'ended', resolved: null }),
          step(minutes, 'customer', { type: 'queued', position: null }),
        ],
        { stream: 'chats', channel: 'messaging' },
      );
    expect(chat(30).summary).toMatchObject({ status: 'open', reopens: 1 });
    expect(chat(9).summary).toMatchObject({ status: 'closed', reopens: 0 });
  });

  test('of a call that the system let out of one queue and into the next at one instant goes on, and is not reopened', () => {
    const queued = (minutes: number, queue: string) =>
      step(minutes, 'customer', { type: 'queued', position: null }, { queue });
    const left = step(5, 'system', { type: 'ended', resolved: false });
    const overflow = tell(
      [queued(0, 'q1'), left, queued(5, 'q2'), step(7, 'agent:a1', { type: 'answered' })],
      {
        stream: 'chats',
        channel: 'voice',
      },
    );
    expect(overflow.summary).toMatchObject({ status: 'open', reopens: 0 });
    expect(overflow.all('queue_spell').map(({ queue, state }) => `${queue} ${state}`)).toEqual([
      'q1 ended',
      'q2 answered',
    ]);
    const hungUp = step(5, 'customer', { type: 'ended', resolved: null });
    const gone = tell([queued(0, 'q1'), hungUp, queued(5, 'q2')], { stream: 'chats', channel: 'voice' });
    expect(gone.summary.status).toBe('closed');
  });
});

describe('business time', () => {
  const office = stampOf({ calendar: OFFICE });
  const FRIDAY_16 = Date.UTC(2024, 0, 19, 16);

  test('equals calendar time without a calendar', () => {
    for (const fact of tell(SOLVED_TWICE).facts) expect(fact.businessMs).toBe(fact.valueMs);
  });

  test("counts the hours of the queue's calendar in every span", () => {
    // Friday 16:00 to Monday 10:00, UTC.
    const told = tell([created(), says(66 * 60, 'agent:a1'), becomes(66 * 60, 'solved')], {
      stamp: office,
      openedAt: FRIDAY_16,
    });
    for (const name of [
      'first_response',
      'first_resolution',
      'total_resolution',
      'requester_wait',
    ] as const) {
      expect(told.one(name)).toMatchObject({ valueMs: 66 * HOUR, businessMs: 2 * HOUR });
    }
    expect(told.one('status_spell').businessMs).toBe(2 * HOUR);
    expect(told.one('conversation').businessMs).toBe(2 * HOUR);
  });

  test('is summed piecewise over a change of queue, each piece in the hours in force', () => {
    const always = stampOf({ calendar: null });
    const moved = step(24 * 60, 'agent:a1', { type: 'transferred', to_queue: 'q2' }, { stamp: always });
    const told = tell([created(0, { queue: 'q1' }), moved, says(30 * 60, 'agent:a1')], {
      stamp: office,
      openedAt: FRIDAY_16,
    });
    expect(told.one('first_response')).toMatchObject({ valueMs: 30 * HOUR, businessMs: HOUR + 6 * HOUR });
  });
});
