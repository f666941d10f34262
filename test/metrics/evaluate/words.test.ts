import { describe, expect, it } from 'vitest';
import { findMetric } from '../../../services/metrics/catalogue/index.ts';
import { conditionWords, figureWords } from '../../../services/metrics/evaluate/words.ts';

const formula = (id: string) => figureWords(findMetric(id)!.figure);

describe('the formula of a metric reads as one would write it', () => {
  it.each([
    ['offered', 'count()'],
    ['abandonment_rate', 'count(state is abandoned) / count()'],
    ['talk_time', 'mean(value_ms - hold_ms - wrap_ms where state is done)'],
    ['wait_p90', 'p90(value_ms where state is answered)'],
    ['solved', 'conversations(fact in (first_resolution, total_resolution) and state in (solved, closed))'],
    ['backlog', 'open at the end where label is not solved'],
    ['queue_depth_peak', 'most open at once'],
    [
      'occupancy',
      'sum(ms where state in (busy, wrap_up) or (state is available and slots_busy > 0)) / ' +
        '(sum(ms where state in (busy, wrap_up) or (state is available and slots_busy > 0)) + ' +
        'sum(ms where state is available and slots_busy = 0))',
    ],
    [
      'nps',
      '100 x (count(fact is rating and label is nps and score >= 9) - ' +
        'count(fact is rating and label is nps and score <= 6)) / count(fact is rating and label is nps)',
    ],
  ])('%s', (id, words) => {
    expect(formula(id)).toBe(words);
  });

  it('with brackets where "and" and "or" meet', () => {
    const of = [{ kind: 'any' as const, of: [IS('open'), IS('new')] }, IS('done')];
    expect(conditionWords({ kind: 'all', of })).toBe('(state is open or state is new) and state is done');
  });
});

function IS(state: string) {
  return { kind: 'is' as const, column: 'state' as const, values: [state] };
}
