import { describe, expect, test } from 'vitest';
import { becomes, created, MINUTE, OPENED, stampOf, step, tell } from './build.ts';

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

  test('a bot that answers ends no wait for a human', () => {
    expect(tell([queued(0), answered(1, 'bot:b1')], CHAT).one('queue_spell').state).toBe('open');
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
