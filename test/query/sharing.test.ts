import { expect, it } from 'vitest';
import { createSharing } from '../../services/query/sharing.ts';

it('who asks for the same while an answer is under way gets it, and who asks later a newer one', async () => {
  const share = createSharing();
  let asked = 0;
  let answer = (_: number) => {};
  const ask = () => {
    asked += 1;
    return new Promise<number>((resolve) => {
      answer = resolve;
    });
  };
  const both = Promise.all([share('board', ask), share('board', ask)]);
  answer(1);
  expect(await both).toEqual([1, 1]);
  expect(asked).toBe(1);
  const later = share('board', ask);
  answer(2);
  expect(await later).toBe(2);
});

it('different questions have different answers', async () => {
  const share = createSharing();
  const answers = [share('a', async () => 'A'), share('b', async () => 'B')];
  expect(await Promise.all(answers)).toEqual(['A', 'B']);
});

it('a failure is told to all who asked, and does not stay', async () => {
  const share = createSharing();
  const fail = async () => Promise.reject(new Error('away'));
  const both = await Promise.allSettled([share('board', fail), share('board', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await share('board', async () => 'back')).toBe('back');
});
