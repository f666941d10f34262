import { describe, expect, it } from 'vitest';
import { all, any, compare, EVERY, is, not, term } from '../../services/metrics/definition/language.ts';
import { steadyAfter } from '../../services/rollups/present.ts';

describe('what a condition says of the present', () => {
  it.each([
    ['no row', EVERY, 0],
    ['a state', is('state', 'open'), 0],
    ['what is past', compare('at', '<', 'now'), 0],
    ['an age', all(is('state', 'open'), compare(term('now', '-', 'at'), '>', 5_000)), 5_000],
    ['the longest of several', any(compare('at', '<', 'now'), compare(term('now', '-', 'at'), '>=', 7)), 7],
    ['the opposite', not(compare(term('now', '-', 'at'), '>', 5_000)), 5_000],
    ['a window', compare(term('ended_ms', '+', 9_000), '>', 'now'), 9_000],
    [
      'another shape, of which nothing is known',
      compare(term('now', '-', 'ended_ms'), '<', 'value_ms'),
      null,
    ],
    ['one of which nothing is known', all(EVERY, compare('target_ms', '<', 'now')), null],
  ] as const)('is the same for good after a wait: %s', (_, condition, wait) => {
    expect(steadyAfter(condition)).toBe(wait);
  });
});
