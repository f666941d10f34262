import { describe, expect, it } from 'vitest';
import { aggregateOf, releasedBlocks } from '../../../services/domain/feedback/blocks.ts';
import { type GivenAnswer, peerAnswerOf } from '../../../services/domain/feedback/peer-answer.ts';
import { quartersOf } from '../../../services/domain/feedback/quarters.ts';

const base: GivenAnswer = {
  conversation: 'c',
  survey: 's',
  criterion: 'courtesy',
  agent: 'ann',
  actorKind: 'agent',
  actor: 'bea',
  relation: 'colleague',
  score: 4,
  scale: 5,
  partition: 0,
  at: Date.parse('2026-02-10T10:00:00Z'),
};
const by = (actor: string, score: number, more: Partial<GivenAnswer> = {}): GivenAnswer => ({
  ...base,
  actor,
  score,
  ...more,
});
const released = (...given: GivenAnswer[]) => releasedBlocks(given.flatMap((one) => peerAnswerOf(one) ?? []));
const sums = (...given: GivenAnswer[]) => released(...given).map(({ sum, n }) => [sum, n]);

describe('answers', () => {
  it('go out once they are of three people, and then the next three', () => {
    expect(sums(by('bea', 5), by('cem', 4))).toEqual([]);
    const six = [by('bea', 5), by('cem', 4), by('dai', 3), by('eli', 2), by('fay', 1), by('gus', 0)];
    expect(sums(...six.slice(0, 5))).toEqual([[12, 3]]);
    expect(sums(...six)).toEqual([
      [12, 3],
      [3, 3],
    ]);
  });

  it('of one person count as one person, however many there are', () => {
    const twice = by('bea', 5, { survey: 'another' });
    expect(sums(by('bea', 5), twice, by('cem', 4))).toEqual([]);
    expect(sums(by('bea', 5), twice, by('cem', 4), by('dai', 1))).toEqual([[15, 4]]);
  });

  it('can be changed until they go out, then no more', () => {
    expect(sums(by('bea', 5), by('bea', 1), by('cem', 4), by('dai', 3))).toEqual([[8, 3]]);
    expect(sums(by('bea', 5), by('cem', 4), by('dai', 3), by('bea', 1))).toEqual([[12, 3]]);
    const later = { at: Date.parse('2026-05-10T10:00:00Z') };
    expect(released(by('bea', 5), by('bea', 1, later), by('cem', 4), by('dai', 3))).toMatchObject([
      { quarter: '2026-Q1', sum: 8 },
    ]);
  });

  it('are cut by agent, quarter, dimension, relation, scale and partition: sums of two scales could be taken apart', () => {
    const more: Partial<GivenAnswer>[] = [
      { agent: 'zoe' },
      { at: Date.parse('2026-05-10T10:00:00Z') },
      { criterion: '' },
      { relation: 'supervisor' },
      { scale: 7 },
      { partition: 1 },
    ];
    for (const other of more) expect(sums(by('bea', 5), by('cem', 4), by('dai', 3, other))).toEqual([]);
  });

  it('count in whole steps: a score with digits of its own could be read from a sum', () => {
    expect(sums(by('bea', 4.4), by('cem', 3.5), by('dai', 3))).toEqual([[11, 3]]);
  });

  it('of nobody known, about nobody, or as somebody else who is oneself, are none', () => {
    expect(peerAnswerOf(by('', 5))).toBeNull();
    expect(peerAnswerOf(by('bea', 5, { agent: '' }))).toBeNull();
    expect(peerAnswerOf(by('bea', 5, { relation: 'self' }))).toBeNull();
    expect(peerAnswerOf(by('ann', 5))).toMatchObject({ relation: 'self' });
    expect(peerAnswerOf(by('bea', 5, { relation: '' }))).toMatchObject({ relation: 'colleague' });
    expect(peerAnswerOf(by('k1', 5, { actorKind: 'customer' }))).toMatchObject({ relation: 'customer' });
    expect(sums(by('ann', 5), by('bea', 4), by('cem', 4))).toEqual([]);
  });

  it('of several blocks are one mean, and as many people as there are', () => {
    const blocks = released(
      ...['bea', 'cem', 'dai'].map((one) => by(one, 5)),
      ...['bea', 'cem', 'eli'].map((one) => by(one, 7, { scale: 10, survey: 'another' })),
    );
    expect(aggregateOf(blocks)).toEqual({ value: expect.closeTo(0.85, 9), n: 6, people: 4 });
    expect(aggregateOf([])).toBeNull();
  });
});

describe('quarters', () => {
  it('of a period are those that are meant, wherever its clocks are', () => {
    for (const zone of ['Z', '+13:00', '-10:00']) {
      const range = (from: string, to: string) =>
        quartersOf({ from: Date.parse(`${from}T00:00${zone}`), to: Date.parse(`${to}T00:00${zone}`) });
      expect(range('2026-04-01', '2026-07-01')).toEqual(['2026-Q2']);
      expect(range('2025-07-01', '2026-01-01')).toEqual(['2025-Q3', '2025-Q4']);
      expect(range('2026-01-01', '2027-01-01')).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
    }
  });
});
