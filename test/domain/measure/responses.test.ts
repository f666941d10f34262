import { describe, expect, test } from 'vitest';
import { becomes, created, HOUR, minute, notes, OFFICE, OPENED, says, stampOf, step, tell } from './build.ts';

const minutes = (...facts: { at: number; endedAt: number | null }[]) =>
  facts.map(({ at, endedAt }) => [minute(at), minute(endedAt)]);

describe('first response', () => {
  test('runs from creation to the first public agent message; bots, the system and notes do not count', () => {
    const told = tell([
      created(),
      says(1, 'bot:b'),
      says(2, 'system'),
      notes(3, 'agent:a1'),
      says(9, 'agent:a2'),
    ]);
    expect(minutes(told.one('first_response'))).toEqual([[0, 9]]);
    expect(told.one('first_response')).toMatchObject({ agent: 'a2', valueMs: 9 * 60_000, state: 'done' });
  });

  test("of a conversation that an agent opened counts from the customer's first message", () => {
    const opened = step(0, 'agent:a1', { type: 'created', status: 'open', priority: null });
    const outbound = [opened, says(0, 'agent:a1'), says(1, 'agent:a1')];
    expect(tell(outbound).all('first_response')).toEqual([]);
    const told = tell([...outbound, says(30, 'customer'), says(32, 'customer'), says(40, 'agent:a2')]);
    expect(minutes(told.one('first_response'))).toEqual([[30, 40]]);
  });

  test('of such a conversation is none while the customer has not written, whatever its status does', () => {
    const opened = step(0, 'agent:a1', { type: 'created', status: 'open', priority: null });
    const told = tell([
      opened,
      says(1, 'agent:a1'),
      becomes(2, 'solved'),
      becomes(3, 'open'),
      says(4, 'agent:a1'),
    ]);
    for (const name of ['first_response', 'next_response', 'assignment', 'periodic_update'] as const) {
      expect(told.all(name)).toEqual([]);
    }
    const back = tell([opened, says(1 / 60, 'agent:a1'), says(4_320, 'customer'), says(4_322, 'agent:a1')]);
    expect(back.one('first_response').valueMs).toBe(2 * 60_000);
  });

  test("of what a bot opened and wrote first, as a campaign does, counts from the customer's first message", () => {
    const opened = step(0, 'bot:campaign', { type: 'created', status: 'open', priority: null });
    const campaign = [opened, says(0, 'bot:campaign')];
    expect(tell(campaign).all('first_response')).toEqual([]);
    const told = tell([...campaign, says(4_320, 'customer'), says(4_322, 'agent:a1')]);
    expect(minutes(told.one('first_response'))).toEqual([[4_320, 4_322]]);
  });

  test('of what a bot opened for a customer who waits counts from creation', () => {
    const opened = step(0, 'bot:form', { type: 'created', status: 'open', priority: null });
    expect(minutes(tell([opened, says(9, 'agent:a1')]).one('first_response'))).toEqual([[0, 9]]);
    const written = [opened, says(1, 'customer'), says(2, 'bot:form'), says(9, 'agent:a1')];
    expect(minutes(tell(written).one('first_response'))).toEqual([[0, 9]]);
  });

  test('is open while it is owed, and gone when the conversation is solved without one', () => {
    expect(tell([created()]).one('first_response')).toMatchObject({
      state: 'open',
      endedAt: null,
      valueMs: 0,
    });
    expect(tell([created(), becomes(5, 'solved')]).all('first_response')).toEqual([]);
    expect(tell([created(), becomes(5, 'solved'), becomes(6, 'open')]).one('first_response').state).toBe(
      'open',
    );
  });

  test('is nobody waits for on a call, where an answer is the response', () => {
    const started = step(0, 'customer', { type: 'started', priority: null });
    expect(tell([started], { stream: 'chats', channel: 'voice' }).all('first_response')).toEqual([]);
    expect(tell([started], { stream: 'chats', channel: 'messaging' }).all('first_response')).toHaveLength(1);
  });

  test('that is dated before the opening took no time', () => {
    expect(tell([says(-5, 'agent:a1'), created()]).one('first_response')).toMatchObject({
      at: OPENED,
      endedAt: OPENED,
      valueMs: 0,
    });
  });
});

describe('next response', () => {
  test('counts from the oldest message that no agent has answered, one fact a reply', () => {
    const told = tell([
      created(),
      says(0, 'customer'),
      says(5, 'agent:a1'),
      says(10, 'customer'),
      says(12, 'customer'),
      says(13, 'bot:b'),
      says(20, 'agent:a2'),
      says(21, 'agent:a2'),
      says(30, 'customer'),
      says(33, 'agent:a1'),
    ]);
    expect(minutes(...told.all('next_response'))).toEqual([
      [10, 20],
      [30, 33],
    ]);
  });

  test('is owed until it comes', () => {
    const told = tell([created(), says(5, 'agent:a1'), says(10, 'customer')]);
    expect(told.one('next_response')).toMatchObject({ state: 'open', valueMs: 0 });
  });

  test('is no longer owed once the conversation is solved or closed, until the customer writes again', () => {
    const solved = [created(), says(5, 'agent:a1'), says(10, 'customer'), becomes(15, 'solved')];
    expect(tell(solved).all('next_response')).toEqual([]);
    const told = tell([...solved, says(90, 'customer'), becomes(90, 'open'), says(100, 'agent:a1')]);
    expect(minutes(told.one('next_response'))).toEqual([[90, 100]]);
  });

  test('is owed to a customer who writes to a solved conversation, not to one who writes to a closed one', () => {
    const start = [created(), says(5, 'agent:a1')];
    expect(tell([...start, becomes(6, 'solved'), says(9, 'customer')]).one('next_response').state).toBe(
      'open',
    );
    const closed = [...start, becomes(6, 'closed'), says(9, 'customer')];
    expect(tell(closed).all('next_response')).toEqual([]);
    expect(minutes(tell([...closed, says(12, 'agent:a1')]).one('next_response'))).toEqual([[9, 12]]);
  });

  test('that comes with the solution counts, whichever of the two is sorted first', () => {
    const start = [created(), says(5, 'agent:a1'), says(10, 'customer')];
    for (const click of [
      [says(20, 'agent:a1'), becomes(20, 'solved')],
      [becomes(20, 'solved'), says(20, 'agent:a1')],
    ]) {
      expect(minutes(tell([...start, ...click]).one('next_response'))).toEqual([[10, 20]]);
    }
  });
});

describe('since the hand-over', () => {
  const since = ({ valueMs, botMs }: { valueMs: number; botMs: number }) => [
    valueMs / 60_000,
    (valueMs - botMs) / 60_000,
  ];
  const CHAT = { stream: 'chats', channel: 'chat' } as const;
  const queued = (minutes: number, who: 'bot:b' | 'system') =>
    step(minutes, who, { type: 'queued', position: null }, { queue: 'q1' });
  const started = [
    step(0, 'customer', { type: 'started', priority: null }),
    says(1 / 60, 'customer'),
    says(3 / 60, 'bot:b'),
  ];
  const answered = [step(31, 'agent:a1', { type: 'answered' }), says(32, 'agent:a1')];

  test('queued by the bot 09:30, answered 09:31, written 09:32: 32 min, 2 since the hand-over, 1 in the queue', () => {
    const told = tell([...started, queued(30, 'bot:b'), ...answered], CHAT);
    expect(since(told.one('first_response'))).toEqual([32, 2]);
    expect(told.one('queue_spell').valueMs).toBe(60_000);
  });

  test('equals the response where no bot handed over, or only before anybody waited', () => {
    expect(since(tell([...started, queued(30, 'system'), ...answered], CHAT).one('first_response'))).toEqual([
      32, 32,
    ]);
    const told = tell(
      [...started, queued(30, 'bot:b'), ...answered, says(40, 'customer'), says(45, 'agent:a1')],
      CHAT,
    );
    expect(since(told.one('next_response'))).toEqual([5, 5]);
  });

  test('is since the queue or transfer that a bot who has the chat leads to, whoever is its actor', () => {
    const bot = step(1, 'bot:b', { type: 'answered' });
    const told = tell([...started, bot, queued(30, 'system'), ...answered], CHAT);
    expect(since(told.one('first_response'))).toEqual([32, 2]);
    const moved = step(20, 'system', { type: 'transferred', to_queue: 'q1' });
    const first = tell([...started, bot, moved, queued(30, 'system'), ...answered], CHAT);
    expect(since(first.one('first_response'))).toEqual([32, 12]);
  });

  test('of a ticket is since a bot first transferred, assigned or escalated it, or set it open', () => {
    const asks = [
      { type: 'transferred', to_queue: 'q2' },
      { type: 'assigned', agent_id: 'a1', team: null },
      { type: 'assigned', agent_id: null, team: 'north' },
      { type: 'escalated', level: null },
      { type: 'status_changed', status: 'open' },
    ] as const;
    for (const body of asks) {
      const told = tell([created(), step(20, 'bot:b', body), step(25, 'bot:b', body), says(32, 'agent:a1')]);
      expect(since(told.one('first_response'))).toEqual([32, 12]);
    }
    const pending = step(20, 'bot:b', { type: 'status_changed', status: 'pending' });
    expect(since(tell([created(), pending, says(32, 'agent:a1')]).one('first_response'))).toEqual([32, 32]);
  });

  test('of a next response is since the bot that had taken the customer back handed over again', () => {
    const told = tell([
      created(),
      says(5, 'agent:a1'),
      says(60, 'customer'),
      says(61, 'bot:b'),
      step(80, 'bot:b', { type: 'escalated', level: null }),
      says(82, 'agent:a1'),
    ]);
    expect(since(told.one('next_response'))).toEqual([22, 2]);
  });

  test('is counted in business time too', () => {
    // Friday 16:00; the bot hands over on Saturday, the agent writes on Monday at 10:00.
    const told = tell(
      [created(), step(20 * 60, 'bot:b', { type: 'escalated', level: null }), says(66 * 60, 'agent:a1')],
      {
        stamp: stampOf({ calendar: OFFICE }),
        openedAt: Date.UTC(2024, 0, 19, 16),
      },
    );
    const { valueMs, businessMs, botMs, botBusinessMs } = told.one('first_response');
    expect([valueMs, botMs].map((ms) => ms / HOUR)).toEqual([66, 20]);
    expect([businessMs, botBusinessMs].map((ms) => ms / HOUR)).toEqual([2, 1]);
  });
});

describe('time to first assignment', () => {
  test('runs from creation to the first agent', () => {
    const given = (at: number, agent_id: string | null) =>
      step(at, 'system', { type: 'assigned', agent_id, team: 'north' });
    const told = tell([created(), given(1, null), given(7, 'a1'), given(9, 'a2')]);
    expect(told.one('assignment')).toMatchObject({ agent: 'a1', valueMs: 7 * 60_000 });
    expect(tell([created(), given(1, null)]).one('assignment').state).toBe('open');
    expect(tell([created(), becomes(1, 'closed')]).all('assignment')).toEqual([]);
  });
});

describe('time to first assignment of what an agent opened', () => {
  test("runs from the customer's first message; who was assigned before it was waited for by nobody", () => {
    const opened = step(0, 'agent:a1', { type: 'created', status: 'open', priority: null });
    const given = (at: number) => step(at, 'system', { type: 'assigned', agent_id: 'a2', team: null });
    expect(tell([opened, given(5)]).all('assignment')).toEqual([]);
    expect(tell([opened, given(5), says(60, 'customer')]).all('assignment')).toEqual([]);
    expect(minutes(tell([opened, says(60, 'customer'), given(65)]).one('assignment'))).toEqual([[60, 65]]);
  });
});

describe('updates', () => {
  test('are the times between public agent messages while unsolved', () => {
    const told = tell([
      created(),
      says(10, 'agent:a1'),
      notes(12, 'agent:a1'),
      says(15, 'customer'),
      becomes(20, 'pending'),
      becomes(50, 'open'),
      says(60, 'agent:a2'),
    ]);
    const [periodic, next] = told.all('periodic_update');
    expect(periodic).toMatchObject({ state: 'done', agent: 'a2', valueMs: 50 * 60_000 });
    expect(next).toMatchObject({ state: 'open' });
    const paused = told.all('pausable_update').filter(({ state }) => state === 'done');
    expect(paused).toMatchObject([{ valueMs: 20 * 60_000 }]);
  });

  test('that solving made unnecessary are none, and begin again with the first message after a reopening', () => {
    const solved = [created(), says(10, 'agent:a1'), becomes(20, 'solved'), becomes(40, 'open')];
    expect(tell(solved).all('periodic_update')).toEqual([]);
    const told = tell([...solved, says(50, 'agent:a1'), says(58, 'agent:a1')]);
    expect(minutes(...told.all('periodic_update'))).toEqual([
      [50, 58],
      [58, null],
    ]);
  });

  test('begin with the message that reopened the conversation', () => {
    const told = tell([created(), becomes(20, 'solved'), says(40, 'agent:a1'), becomes(40, 'open')]);
    expect(minutes(told.one('periodic_update'))).toEqual([[40, null]]);
  });

  test('are not counted in chats', () => {
    const chat = [
      step(0, 'customer', { type: 'started', priority: null }),
      says(1, 'agent:a1'),
      says(2, 'agent:a1'),
    ];
    expect(tell(chat, { stream: 'chats', channel: 'chat' }).all('periodic_update')).toEqual([]);
    expect(tell(chat, { stream: 'chats', channel: 'messaging' }).all('periodic_update')).toHaveLength(2);
  });
});
