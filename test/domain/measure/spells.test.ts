import { describe, expect, test } from 'vitest';
import { becomes, created, MINUTE, notes, OPENED, policyOf, says, stampOf, step, tell } from './build.ts';

const CALL = { stream: 'chats', channel: 'voice' } as const;
const queued = (minutes: number, queue = 'q1') =>
  step(minutes, 'customer', { type: 'queued', position: null }, { queue });
const answered = (minutes: number, who: 'agent:a1' | 'agent:a2' | 'bot:b1' = 'agent:a1') =>
  step(minutes, who, { type: 'answered' });
const ended = (
  minutes: number,
  who: 'customer' | 'agent:a1' | 'system' = 'customer',
  resolved: boolean | null = null,
) => step(minutes, who, { type: 'ended', resolved });
const plain = (
  minutes: number,
  type: 'held' | 'resumed' | 'wrapped_up',
  who: 'agent:a1' | 'agent:a2' = 'agent:a1',
) => step(minutes, who, { type });

describe('queue spells', () => {
  const outcomes = (...steps: Parameters<typeof tell>[0]) =>
    tell(steps, CALL)
      .all('queue_spell')
      .map(({ queue, state, valueMs }) => [queue, state, valueMs / MINUTE]);

  test('end with an answer, with the customer leaving, with a transfer or a callback', () => {
    expect(outcomes(queued(0), answered(2))).toEqual([['q1', 'answered', 2]]);
    expect(outcomes(queued(0), step(1, 'customer', { type: 'abandoned' }))).toEqual([['q1', 'abandoned', 1]]);
    expect(outcomes(queued(0), step(1, 'customer', { type: 'callback_requested' }))).toEqual([
      ['q1', 'callback', 1],
    ]);
    expect(outcomes(queued(0), ended(1))).toEqual([['q1', 'abandoned', 1]]);
    expect(outcomes(queued(0), ended(1, 'system'))).toEqual([['q1', 'ended', 1]]);
    const moved = step(1, 'system', { type: 'transferred', to_queue: 'q2' });
    expect(outcomes(queued(0), moved, queued(1, 'q2'))).toEqual([
      ['q1', 'transferred', 1],
      ['q2', 'open', 0],
    ]);
  });

  test('carry the threshold and the team that the queue had, and the agent who answered', () => {
    const stamp = stampOf({ queueTeam: 'north', serviceLevelMs: 7_000 });
    const spell = tell([queued(0), answered(1)], { ...CALL, stamp }).one('queue_spell');
    expect(spell).toMatchObject({ team: 'north', targetMs: 7_000, agent: 'a1' });
  });

  test('left within the short-abandon time are short', () => {
    const left = (seconds: number) =>
      tell([queued(0), step(seconds / 60, 'customer', { type: 'abandoned' })], CALL).one('queue_spell').label;
    expect(left(4.9)).toBe('short');
    expect(left(5)).toBe('');
  });

  test('do not begin without waiting: answered before queued, or queued after the end', () => {
    expect(outcomes(answered(0), ended(1))).toEqual([]);
    expect(outcomes(queued(0), queued(1), answered(2))).toEqual([['q1', 'answered', 2]]);
    expect(outcomes(answered(0), ended(1), queued(1))).toEqual([]);
  });

  test('of a ticket run from creation to an agent, and again when it is given back', () => {
    const given = (minutes: number, agent_id: string | null) =>
      step(minutes, 'system', { type: 'assigned', agent_id, team: null });
    const spells = tell([created(0, { queue: 'q1' }), given(5, 'a1'), given(9, null)]).all('queue_spell');
    expect(spells.map(({ state, at }) => [state, at])).toEqual([
      ['answered', OPENED],
      ['open', OPENED + 9 * MINUTE],
    ]);
    const solved = tell([created(0, { queue: 'q1' }), becomes(5, 'solved'), given(9, null)]);
    expect(solved.all('queue_spell').map(({ state }) => state)).toEqual(['ended']);
  });
});

describe('a queue spell is answered by whatever shows that an agent took the conversation', () => {
  const IN_QUEUE = { queue: 'q1' };
  const spells = (...steps: Parameters<typeof tell>[0]) =>
    tell([created(0, IN_QUEUE), ...steps])
      .all('queue_spell')
      .map(({ state, agent, valueMs }) => [state, agent, valueMs / MINUTE]);

  test('created 09:00 in a queue, the agent writes at 12:00, nothing else: waited 3 h, waits no more', () => {
    expect(spells(says(180, 'agent:a1'))).toEqual([['answered', 'a1', 180]]);
    const stamp = stampOf({ policies: [policyOf({ queue_wait: 240 * MINUTE })] });
    const told = tell([created(0, IN_QUEUE), says(180, 'agent:a1')], { stamp });
    expect(told.one('sla_target')).toMatchObject({ state: 'met', agent: 'a1' });
  });

  test("an agent's change to pending or on hold does, any other change and a bot's do not", () => {
    const set = (status: string, who: 'agent:a1' | 'bot:b' | 'system' = 'agent:a1') =>
      spells(step(7, who, { type: 'status_changed', status }));
    expect(set('pending')).toEqual([['answered', 'a1', 7]]);
    expect(set('on_hold')).toEqual([['answered', 'a1', 7]]);
    expect(set('open')).toEqual([['open', '', 0]]);
    expect(set('pending', 'bot:b')).toEqual([['open', '', 0]]);
    expect(set('on_hold', 'system')).toEqual([['open', '', 0]]);
    expect(set('solved')).toEqual([['ended', '', 7]]);
  });

  test('notes, bots, the customer, priorities, tags and escalations do not', () => {
    expect(
      spells(
        notes(1, 'agent:a1'),
        says(2, 'bot:b'),
        says(3, 'customer'),
        step(4, 'agent:a1', { type: 'priority_changed', priority: 'high' }),
        step(5, 'agent:a1', { type: 'tagged', added: ['x'], removed: [] }),
        step(6, 'agent:a1', { type: 'escalated', level: null }),
      ),
    ).toEqual([['open', '', 0]]);
  });

  test('a reply and the solution of one click are an answer, whichever of the two is sorted first', () => {
    expect(spells(says(30, 'agent:a1'), becomes(30, 'solved'))).toEqual([['answered', 'a1', 30]]);
    expect(spells(becomes(30, 'solved'), says(30, 'agent:a1'))).toEqual([['answered', 'a1', 30]]);
    expect(spells(becomes(30, 'solved'), says(31, 'agent:a1'))).toEqual([['ended', '', 30]]);
  });

  test('a ticket that is created again is what it was', () => {
    expect(spells(says(5, 'agent:a1'), created(9, IN_QUEUE))).toEqual([['answered', 'a1', 5]]);
  });

  test('taken before it was created, by the order of two clocks, took no time', () => {
    const given = step(-1, 'system', { type: 'assigned', agent_id: 'a1', team: null });
    expect(spells(given)).toEqual([['answered', 'a1', 0]]);
    expect(spells(says(-1, 'agent:a2'))).toEqual([['answered', 'a2', 0]]);
  });

  test('the reply with which it is given on is of the queue before, not of the one it goes to', () => {
    const moved = step(9, 'agent:a1', { type: 'transferred', to_queue: 'q2' });
    for (const click of [
      [says(9, 'agent:a1'), moved],
      [moved, says(9, 'agent:a1')],
    ]) {
      expect(spells(...click).at(-1)).toEqual(['open', '', 0]);
    }
    expect(spells(moved, says(20, 'agent:a2'))).toEqual([
      ['transferred', '', 9],
      ['answered', 'a2', 11],
    ]);
  });

  test('of a chat or call: a message, hold, resumption or wrap-up', () => {
    const chat = (...steps: Parameters<typeof tell>[0]) =>
      tell([queued(0), ...steps], { stream: 'chats', channel: 'chat' })
        .all('queue_spell')
        .map(({ state, agent, valueMs }) => [state, agent, valueMs / MINUTE]);
    for (const sign of [says(3, 'agent:a1'), plain(3, 'held'), plain(3, 'resumed'), plain(3, 'wrapped_up')]) {
      expect(chat(sign)).toEqual([['answered', 'a1', 3]]);
    }
    expect(chat(notes(3, 'agent:a1'), says(4, 'bot:b'), says(5, 'customer'))).toEqual([['open', '', 0]]);
    // Its wrap-up says that somebody talked, though not since when; that the customer left, no agent can deny.
    const left = step(5, 'customer', { type: 'abandoned' });
    expect(chat(left, plain(5, 'resumed'), plain(8, 'wrapped_up'))).toEqual([['abandoned', '', 5]]);
    expect(chat(ended(5), plain(8, 'wrapped_up'))).toEqual([['answered', 'a1', 5]]);
  });

  test('the after-call work of who gave a call on answers nothing in the queue that it went to', () => {
    const moved = step(5, 'agent:a1', { type: 'transferred', to_queue: 'q2' });
    const start = [queued(0), answered(1), moved, queued(5, 'q2'), plain(7, 'wrapped_up')];
    const last = (...steps: Parameters<typeof tell>[0]) => {
      const { state, agent, valueMs } = tell([...start, ...steps], CALL)
        .all('queue_spell')
        .at(-1)!;
      return [state, agent, valueMs / MINUTE];
    };
    expect(last()).toEqual(['open', '', 0]);
    expect(last(ended(9))).toEqual(['abandoned', '', 4]);
    expect(last(answered(8, 'agent:a2'))).toEqual(['answered', 'a2', 3]);
  });
});

describe('a queue spell never outlives its conversation', () => {
  const CLOSING = [
    becomes(30, 'solved'),
    becomes(30, 'closed'),
    step(30, 'system', { type: 'merged', into_conversation_id: 'x' }),
    step(30, 'agent:a1', { type: 'deleted' }),
  ];

  test('solved, closed, merged or deleted before anybody answered, it is ended', () => {
    for (const end of CLOSING) {
      const spell = tell([created(0, { queue: 'q1' }), end]).one('queue_spell');
      expect(spell).toMatchObject({ state: 'ended', valueMs: 30 * MINUTE, agent: '' });
    }
  });

  test('begins anew with a return that nobody has taken yet, and not while somebody has it', () => {
    const reopened = step(60, 'customer', { type: 'status_changed', status: 'open' });
    const bot = step(5, 'bot:b', { type: 'status_changed', status: 'solved' });
    const untaken = tell([created(0, { queue: 'q1' }), bot, reopened, says(70, 'agent:a1')]);
    expect(untaken.all('queue_spell').map(({ state, valueMs }) => [state, valueMs / MINUTE])).toEqual([
      ['ended', 5],
      ['answered', 10],
    ]);
    const taken = tell([created(0, { queue: 'q1' }), says(2, 'agent:a1'), bot, reopened]);
    expect(taken.one('queue_spell')).toMatchObject({ state: 'answered', valueMs: 2 * MINUTE });
  });

  test('of a call whose answer lies before it was queued it ends with the call, and nobody abandoned it', () => {
    const told = tell([answered(0), queued(1), ended(9), plain(11, 'wrapped_up')], CALL);
    expect(told.one('queue_spell')).toMatchObject({ state: 'ended', endedAt: OPENED + 9 * MINUTE });
    expect(told.one('handle_spell')).toMatchObject({ valueMs: 11 * MINUTE, wrapMs: 2 * MINUTE });
    const again = tell([answered(0), queued(1), answered(4, 'agent:a2'), ended(9)], CALL);
    expect(again.one('queue_spell')).toMatchObject({ state: 'answered', agent: 'a2', valueMs: 3 * MINUTE });
    const left = tell([answered(0), queued(1), step(9, 'customer', { type: 'abandoned' })], CALL);
    expect(left.one('queue_spell').state).toBe('abandoned');
  });

  test('answered and queued at one instant, it took no time, whichever is sorted first', () => {
    for (const steps of [
      [queued(1), answered(1), ended(9)],
      [answered(1), queued(1), ended(9)],
    ]) {
      expect(tell(steps, CALL).one('queue_spell')).toMatchObject({
        state: 'answered',
        agent: 'a1',
        valueMs: 0,
      });
    }
  });

  test('a call that ended before it was queued does not come back; a call-back and a chat do', () => {
    const openOf = (channel: 'voice' | 'chat', ...steps: Parameters<typeof tell>[0]) =>
      tell(steps, { stream: 'chats', channel }).facts.filter(({ state }) => state === 'open').length;
    const callback = step(2, 'customer', { type: 'callback_requested' });
    expect(openOf('voice', answered(0), ended(5), queued(6))).toBe(0);
    expect(openOf('voice', step(5, 'customer', { type: 'abandoned' }), queued(6))).toBe(0);
    expect(
      openOf('voice', step(0, 'customer', { type: 'started', priority: null }), callback, queued(6)),
    ).toBe(3);
    expect(openOf('voice', queued(0), answered(1), ended(5), queued(6))).toBe(3);
    expect(openOf('chat', answered(0), ended(5), queued(6))).toBe(4);
    expect(openOf('chat', ended(5), queued(6))).toBe(0);
    expect(openOf('chat', ended(5), step(6, 'customer', { type: 'started', priority: null }))).toBe(0);
  });
});

describe('a conversation that an agent opened', () => {
  const outbound = (extra = {}) =>
    step(0, 'agent:a1', { type: 'created', status: 'open', priority: null }, { queue: 'q1', ...extra });
  const given = (minutes: number, agent_id: string | null) =>
    step(minutes, 'system', { type: 'assigned', agent_id, team: null });
  const spells = (...steps: Parameters<typeof tell>[0]) =>
    tell([outbound(), ...steps])
      .all('queue_spell')
      .map(({ state, agent, at, valueMs }) => [state, agent, (at - OPENED) / MINUTE, valueMs / MINUTE]);

  test('waits in no queue while the company waits for the customer', () => {
    expect(spells(says(1, 'agent:a1'))).toEqual([]);
    const moved = step(2, 'agent:a1', { type: 'transferred', to_queue: 'q2' });
    expect(spells(moved, given(3, null), becomes(4, 'solved'), becomes(5, 'open'))).toEqual([]);
  });

  test("waits from the customer's first message, unless an agent has it", () => {
    const writes = [says(1, 'agent:a1'), says(60, 'customer')];
    expect(spells(...writes)).toEqual([['open', '', 60, 0]]);
    expect(spells(...writes, says(62, 'agent:a2'))).toEqual([['answered', 'a2', 60, 2]]);
    expect(spells(given(0, 'a1'), ...writes)).toEqual([]);
    const returns = [says(1, 'agent:a1'), becomes(2, 'solved'), says(60, 'customer'), becomes(60, 'open')];
    expect(spells(...returns, says(62, 'agent:a2'))).toEqual([['answered', 'a2', 60, 2]]);
  });
});

describe('handle spells', () => {
  test('run from the answer to the end of after-call work, with hold and wrap-up as parts', () => {
    const told = tell(
      [answered(0), plain(2, 'held'), plain(3, 'resumed'), ended(10), plain(14, 'wrapped_up')],
      CALL,
    );
    expect(told.one('handle_spell')).toMatchObject({
      valueMs: 14 * MINUTE,
      holdMs: MINUTE,
      wrapMs: 4 * MINUTE,
      state: 'done',
    });
  });

  test('of two agents at once are two; without a wrap-up they end with the talk', () => {
    const told = tell([answered(0), answered(2, 'agent:a2'), ended(10)], CALL);
    expect(told.all('handle_spell').map(({ agent, valueMs }) => [agent, valueMs / MINUTE])).toEqual([
      ['a1', 10],
      ['a2', 8],
    ]);
  });

  test('of a hold that is never taken back end with it', () => {
    expect(tell([answered(0), plain(4, 'held'), ended(10)], CALL).one('handle_spell').holdMs).toBe(
      6 * MINUTE,
    );
  });

  describe('of an agent whose wrap-up says until when there was talk', () => {
    const wrapped = (
      minutes: number,
      talkedUntil: number,
      heldMinutes = 0,
      who: 'agent:a1' | 'agent:a2' = 'agent:a2',
    ) =>
      step(minutes, who, {
        type: 'wrapped_up',
        talked_until: OPENED + talkedUntil * MINUTE,
        held_ms: heldMinutes * MINUTE,
      });
    const parts = (...steps: Parameters<typeof tell>[0]) =>
      tell(steps, CALL)
        .all('handle_spell')
        .map(({ agent, valueMs, holdMs, wrapMs }) => [
          agent,
          valueMs / MINUTE,
          holdMs / MINUTE,
          wrapMs / MINUTE,
        ]);

    test('end the talk there: a colleague who was consulted leaves, and the contact goes on', () => {
      const consulted = [answered(0), answered(2, 'agent:a2'), wrapped(7, 5, 1), ended(10)];
      expect(parts(...consulted)).toEqual([
        ['a1', 10, 0, 0],
        ['a2', 5, 1, 2],
      ]);
    });

    test('also where a transfer or the end was told before it', () => {
      const moved = step(3, 'agent:a2', { type: 'transferred', to_queue: 'q2' });
      expect(parts(answered(0, 'agent:a2'), moved, queued(3, 'q2'), wrapped(9, 4))).toEqual([
        ['a2', 9, 0, 5],
      ]);
      expect(parts(answered(0, 'agent:a2'), ended(3), wrapped(9, 2))).toEqual([['a2', 9, 0, 7]]);
    });

    test('never before the answer nor behind the wrap-up, nor with more hold than talk', () => {
      expect(parts(answered(2, 'agent:a2'), ended(5), wrapped(9, 1, 4))).toEqual([['a2', 7, 0, 7]]);
      expect(parts(answered(2, 'agent:a2'), ended(5), wrapped(9, 12, 40))).toEqual([['a2', 7, 7, 0]]);
    });

    test('answer no queue in which it waits again meanwhile', () => {
      const waits = [queued(0), answered(1, 'agent:a2'), queued(4, 'q2'), wrapped(6, 5), answered(8)];
      expect(
        tell(waits, CALL)
          .all('queue_spell')
          .map(({ agent, valueMs }) => [agent, valueMs / MINUTE]),
      ).toEqual([
        ['a2', 1],
        ['a1', 4],
      ]);
    });
  });

  test('answered after the end take no time; ended without a start is none', () => {
    expect(tell([queued(0), ended(5), answered(6)], CALL).one('handle_spell')).toMatchObject({
      state: 'done',
      valueMs: 0,
    });
    expect(tell([ended(5), plain(6, 'wrapped_up')], CALL).all('handle_spell')).toEqual([]);
  });
});

describe('bot sessions', () => {
  const CHAT = { stream: 'chats', channel: 'chat' } as const;
  const states = (...steps: Parameters<typeof tell>[0]) =>
    tell(steps, CHAT)
      .all('bot_session')
      .map(({ state }) => state);

  test('say what became of the conversation', () => {
    expect(states(answered(0, 'bot:b1'))).toEqual(['open']);
    expect(states(answered(0, 'bot:b1'), ended(5, 'system', true))).toEqual(['solved']);
    expect(states(answered(0, 'bot:b1'), ended(5, 'system'))).toEqual(['ended']);
    expect(states(answered(0, 'bot:b1'), ended(5, 'customer'))).toEqual(['abandoned']);
    expect(states(answered(0, 'bot:b1'), step(5, 'customer', { type: 'abandoned' }))).toEqual(['abandoned']);
    expect(states(answered(0, 'bot:b1'), queued(5))).toEqual(['transferred']);
  });

  test('are not contained if a human joined at any time', () => {
    expect(states(answered(0), answered(1, 'bot:b1'), ended(5, 'system', true))).toEqual(['transferred']);
    const back = [answered(0, 'bot:b1'), queued(5), answered(7), answered(9, 'bot:b1'), ended(11, 'system')];
    expect(states(...back)).toEqual(['transferred', 'transferred']);
  });

  test('end when an agent joins, even where no answer says so', () => {
    for (const sign of [says(5, 'agent:a1'), plain(5, 'held'), plain(5, 'wrapped_up')]) {
      const told = tell([answered(0, 'bot:b1'), sign, ended(9, 'system', true)], CHAT);
      expect(told.one('bot_session')).toMatchObject({ state: 'transferred', valueMs: 5 * MINUTE });
    }
    expect(states(answered(0, 'bot:b1'), notes(5, 'agent:a1'), ended(9, 'system'))).toEqual(['ended']);
  });

  test('a bot that answers ends no wait for a human', () => {
    expect(tell([queued(0), answered(1, 'bot:b1')], CHAT).one('queue_spell').state).toBe('open');
  });
});

describe('a transfer', () => {
  const giver = (who: 'agent:a1' | 'system') => {
    const moved = step(3, who, { type: 'transferred', to_queue: 'q2' });
    return tell([answered(0), queued(1, 'q2'), answered(2, 'agent:a2'), moved], CALL).one('transfer').agent;
  };

  test('is that of the agent who gave it on, though a colleague who was asked first has it already', () => {
    expect(giver('agent:a1')).toBe('a1');
  });

  test('that no agent made is of whose the conversation is', () => {
    expect(giver('system')).toBe('a2');
  });
});

describe('ratings', () => {
  const SURVEY = { stream: 'surveys' } as const;
  const sent = (minutes: number, survey_id: string) =>
    step(minutes, 'system', { type: 'sent', survey_id, kind: 'csat', agent_id: 'a1' });
  const rated = (minutes: number, survey_id: string, score: number, criterion: string | null = null) =>
    step(minutes, 'customer', {
      type: 'answered',
      survey_id,
      kind: 'csat',
      agent_id: 'a1',
      score,
      scale_max: 5,
      criterion,
    });

  test('are facts beside the surveys that were sent', () => {
    const told = tell([sent(0, 's1'), sent(5, 's2'), rated(9, 's1', 4)], SURVEY);
    expect(told.all('survey_sent')).toHaveLength(2);
    expect(told.one('rating')).toMatchObject({ label: 'csat', score: 4, scale: 5, agent: 'a1' });
    expect(told.summary.status).toBe('');
  });

  test('given again count as given last, question by question', () => {
    const told = tell([rated(1, 's1', 2), rated(2, 's1', 3, 'tone'), rated(9, 's1', 5)], SURVEY);
    expect(told.all('rating').map(({ score }) => score)).toEqual([5, 3]);
  });
});

describe('a conversation', () => {
  test('counts transfers and escalations', () => {
    const told = tell([
      created(),
      step(1, 'agent:a1', { type: 'transferred', to_queue: 'q2' }),
      step(2, 'agent:a1', { type: 'escalated', level: '2' }),
    ]);
    expect(told.one('transfer').label).toBe('q2');
    expect(told.one('escalation').label).toBe('2');
    expect(told.summary.transfers).toBe(1);
  });

  test('is itself a fact, from creation to its end', () => {
    const told = tell([created(0, { customerId: 'c9' }), becomes(5, 'solved')]);
    expect(told.one('conversation')).toMatchObject({
      state: 'solved',
      valueMs: 5 * MINUTE,
      customerId: 'c9',
    });
    expect(told.facts.every(({ customerId }) => customerId === 'c9')).toBe(true);
  });
});
