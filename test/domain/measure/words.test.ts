import { describe, expect, test } from 'vitest';
import type { Said } from '../../../schemas/types.ts';
import { becomes, created, HOUR, MINUTE, notes, OPENED, says, step, tell, type Who } from './build.ts';

const CHAT = { stream: 'chats', channel: 'chat' } as const;
const NOTHING: Said = {
  version: 1,
  language: 'en',
  sentiment: 0,
  courtesies: [],
  question: false,
  fingerprint: null,
};
const tells = (minutes: number, who: Who, said: Partial<Said>) =>
  step(minutes, who, { type: 'message', public: true, said: { ...NOTHING, ...said } });
const asks = (minutes: number) => tells(minutes, 'customer', { question: true });
const answered = (minutes: number, who: Who = 'agent:a1') => step(minutes, who, { type: 'answered' });
const plain = (minutes: number, who: Who, type: 'held' | 'resumed') => step(minutes, who, { type });
const ended = (minutes: number) => step(minutes, 'customer', { type: 'ended', resolved: null });

describe('what was said', () => {
  test('is a fact a message that was read, with its author, courtesies and sentiment', () => {
    const told = tell([
      created(),
      tells(1, 'customer:k', { sentiment: -40, courtesies: ['greeting'] }),
      tells(2, 'agent:a1', { sentiment: 20, courtesies: ['thanks', 'greeting'] }),
      tells(3, 'customer:k', { language: 'fr', sentiment: null }),
      says(4, 'agent:a1'),
      notes(5, 'agent:a1'),
    ]);
    expect(told.all('said').map(({ label, score, scale, agent }) => [label, score, scale, agent])).toEqual([
      ['customer', -40, 100, ''],
      ['agent greeting thanks', 20, 100, 'a1'],
      ['customer', 0, 0, ''],
    ]);
  });

  test('is nothing where no text was read', () => {
    const told = tell([created(), says(1, 'customer'), says(2, 'agent:a1'), becomes(3, 'solved')]);
    for (const fact of ['said', 'language', 'sentiment_change', 'repetition', 'question'] as const)
      expect(told.all(fact)).toEqual([]);
  });

  test('has the language of most of what the customer said, and of as many the first', () => {
    const languageOf = (...languages: string[]) =>
      tell([created(), ...languages.map((language, i) => tells(i + 1, 'customer', { language }))]).one(
        'language',
      );
    expect(languageOf('en', 'zh', 'zh')).toMatchObject({ label: 'zh', at: OPENED });
    expect(languageOf('en', 'zh').label).toBe('en');
    expect(languageOf('', 'de').label).toBe('de');
    expect(languageOf('').label).toBe('');
  });

  test('changes from the first to the last that the customer felt, once it has ended', () => {
    const steps = [
      tells(1, 'customer', { sentiment: -60 }),
      tells(2, 'customer', { sentiment: null }),
      tells(3, 'agent:a1', { sentiment: 90 }),
      tells(9, 'customer', { sentiment: 50 }),
    ];
    expect(tell([created(), ...steps]).all('sentiment_change')).toEqual([]);
    expect(tell([created(), ...steps, becomes(10, 'solved')]).one('sentiment_change')).toMatchObject({
      score: 110,
      scale: 100,
      at: OPENED + MINUTE,
      endedAt: OPENED + 9 * MINUTE,
    });
    expect(tell([created(), steps[0]!, becomes(10, 'solved')]).all('sentiment_change')).toEqual([]);
  });

  test('is a repetition where the same side has said it before', () => {
    const told = tell([
      created(),
      tells(1, 'agent:a1', { fingerprint: 7 }),
      tells(2, 'customer', { fingerprint: 7 }),
      tells(3, 'agent:a2', { fingerprint: 7 }),
      tells(4, 'agent:a2', { fingerprint: null }),
      tells(5, 'customer', { fingerprint: 7 }),
    ]);
    expect(
      told.all('repetition').map(({ label, agent, at }) => [label, agent, (at - OPENED) / MINUTE]),
    ).toEqual([
      ['agent', 'a2', 3],
      ['customer', '', 5],
    ]);
  });
});

describe('a question', () => {
  const questions = (...steps: Parameters<typeof tell>[0]) =>
    tell([created(), ...steps])
      .all('question')
      .map(({ state, valueMs, agent }) => [state, valueMs / MINUTE, agent]);

  test('is answered by the next public message of an agent, one for all that were asked', () => {
    expect(questions(asks(1), asks(2), says(5, 'bot:b'), notes(6, 'agent:a1'), says(9, 'agent:a1'))).toEqual([
      ['answered', 8, 'a1'],
      ['answered', 7, 'a1'],
    ]);
  });

  test('ends unanswered with a solution, and at once none is left by one that answers and solves', () => {
    expect(questions(asks(1), becomes(4, 'solved'), says(5, 'agent:a1'))).toEqual([['ended', 3, '']]);
    expect(questions(asks(1), says(4, 'agent:a1'), becomes(4, 'solved'))).toEqual([['answered', 3, 'a1']]);
  });

  test('stays open while somebody may answer, also after a solution, not in what is closed', () => {
    expect(questions(asks(1))).toEqual([['open', 0, '']]);
    expect(questions(becomes(1, 'solved'), asks(2))).toEqual([['open', 0, '']]);
    expect(questions(becomes(1, 'closed'), asks(2))).toEqual([]);
  });

  test('is none of a chat that a bot kept, and is one once a human is asked for', () => {
    const bot = [answered(0, 'bot:b'), asks(1), says(2, 'bot:b')];
    expect(tell([...bot, ended(3)], CHAT).all('question')).toEqual([]);
    const handed = [...bot, step(3, 'bot:b', { type: 'queued', position: null })];
    expect(tell([...handed, answered(4), says(5, 'agent:a1')], CHAT).one('question')).toMatchObject({
      state: 'answered',
      valueMs: 4 * MINUTE,
    });
  });
});

describe('a long silence', () => {
  const silences = (...steps: Parameters<typeof tell>[0]) =>
    tell(steps, CHAT)
      .all('silence')
      .map(({ at, valueMs, agent }) => [(at - OPENED) / MINUTE, valueMs / MINUTE, agent]);

  test("is an agent's turn of more than three minutes, from the oldest message that waits", () => {
    expect(
      silences(
        answered(0),
        says(1, 'agent:a1'),
        says(2, 'customer'),
        says(4, 'customer'),
        says(5, 'agent:a1'),
      ),
    ).toEqual([]);
    expect(
      silences(
        answered(0),
        says(1, 'agent:a1'),
        says(2, 'customer'),
        says(4, 'customer'),
        says(5.5, 'agent:a1'),
      ),
    ).toEqual([[2, 3.5, 'a1']]);
  });

  test('begins with the answer where the agent does not greet', () => {
    expect(silences(says(0, 'customer'), answered(1), says(6, 'agent:a1'))).toEqual([[1, 5, 'a1']]);
  });

  test('is not the wait in the queue, nor the time on hold, nor while the customer writes', () => {
    expect(silences(says(0, 'customer'), answered(20), says(21, 'agent:a1'))).toEqual([]);
    const held = [says(2, 'customer'), plain(3, 'agent:a1', 'held'), plain(30, 'agent:a1', 'resumed')];
    expect(silences(answered(0), says(1, 'agent:a1'), ...held, says(31, 'agent:a1'))).toEqual([]);
    expect(silences(answered(0), says(1, 'agent:a1'), says(60, 'customer'), says(61, 'agent:a1'))).toEqual(
      [],
    );
  });

  test('is known of nobody where no message is told', () => {
    expect(silences(answered(0), ended(30))).toEqual([]);
    expect(silences(answered(0), says(1, 'agent:a1'), ended(30))).toEqual([]);
    expect(silences(answered(0), says(5, 'agent:a1'), ended(30))).toEqual([[0, 5, 'a1']]);
  });

  test('ends where the chat ends or is moved, and is of the agent who had it', () => {
    expect(silences(answered(0), says(1, 'agent:a1'), says(2, 'customer'), ended(9))).toEqual([[2, 7, 'a1']]);
    const moved = step(9, 'agent:a1', { type: 'transferred', to_queue: 'q2' });
    const queued = step(9, 'system', { type: 'queued', position: null }, { queue: 'q2' });
    expect(
      silences(
        answered(0),
        says(1, 'agent:a1'),
        says(2, 'customer'),
        moved,
        queued,
        answered(50, 'agent:a2'),
        says(51, 'agent:a2'),
      ),
    ).toEqual([[2, 7, 'a1']]);
  });

  test('is looked for in live chats alone', () => {
    const steps = [
      answered(0),
      says(1, 'agent:a1'),
      says(2, 'customer'),
      says(2 + HOUR / MINUTE, 'agent:a1'),
    ];
    expect(tell(steps, { stream: 'chats', channel: 'messaging' }).all('silence')).toEqual([]);
    expect(tell([created(), ...steps.slice(1)], { channel: 'chat' }).all('silence')).toEqual([]);
  });
});
