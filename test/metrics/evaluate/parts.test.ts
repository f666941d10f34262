import { describe, expect, it } from 'vitest';
import { CATALOGUE, findMetric } from '../../../services/metrics/catalogue/index.ts';
import { foldFigure } from '../../../services/metrics/evaluate/fold.ts';
import { intervalParts } from '../../../services/metrics/evaluate/interval.ts';
import { partsOf, rollupSql } from '../../../services/metrics/evaluate/parts.ts';

const figure = (id: string) => findMetric(id)!.figure;

describe('what a roll-up keeps', () => {
  it('of a mean, the sum and how many; of a count, the count', () => {
    expect(partsOf(figure('asa'))!.map(({ aggregate, merge }) => [aggregate.kind, merge])).toEqual([
      ['sum', 'sum'],
      ['count', 'sum'],
    ]);
    expect(partsOf(figure('answered'))!.map(({ aggregate }) => aggregate.kind)).toEqual(['count']);
  });

  it('of an extreme, the extreme', () => {
    expect(partsOf(figure('longest_wait'))!.map(({ merge }) => merge)).toEqual(['max']);
  });

  it.each(['wait_p90', 'queue_depth', 'quality_score'])('is not enough for %s', (id) => {
    expect(partsOf(figure(id))).toBeNull();
    expect(rollupSql(figure(id), () => 'x')).toBeNull();
  });

  it('of distinct conversations, that they are counted', () => {
    const parts = partsOf(figure('reopen_rate'))!;
    expect(parts.map(({ aggregate, merge }) => [aggregate.kind, merge])).toEqual([
      ['distinct', 'sum'],
      ['distinct', 'sum'],
    ]);
  });

  it('is put together as the figure is', () => {
    const names = new Map<string, string>();
    const sql = rollupSql(figure('abandonment_rate'), ({ aggregate }) => {
      const key = JSON.stringify(aggregate);
      if (!names.has(key)) names.set(key, `p${names.size}`);
      return names.get(key)!;
    });
    expect(sql).toBe('sum(p0) / nullIf(sum(p1), 0)');
  });
});

describe('what an interval is made of', () => {
  const waits = [1_000, 3_000, 5_000].map((value_ms) => ({
    state: 'answered',
    label: '',
    value_ms,
    target_ms: 3_000,
  }));
  const left = { state: 'abandoned', label: '', value_ms: 9_000, target_ms: 3_000 };

  it('of a share: the cases, and those that count', () => {
    const parts = intervalParts(figure('service_level'))!;
    if (parts.kind !== 'rate') throw new Error('not a rate');
    expect(foldFigure(parts.n, [...waits, left], 0)).toBe(4);
    expect(foldFigure(parts.successes, [...waits, left], 0)).toBe(2);
  });

  it('of a mean: how many, their sum, and the sum of their squares', () => {
    const parts = intervalParts(figure('asa'))!;
    if (parts.kind !== 'mean') throw new Error('not a mean');
    const of = [parts.n, parts.sum, parts.squares].map((one) => foldFigure(one, [...waits, left], 0));
    expect(of).toEqual([3, 9_000, 35_000_000]);
  });

  it('does not exist for a percentile, nor where parts of one thing are set against another', () => {
    for (const id of ['wait_p90', 'csat_response_rate', 'nps', 'conformance'])
      expect(intervalParts(figure(id)), id).toBeNull();
  });

  it('exists for every share of the catalogue', () => {
    const shares = CATALOGUE.filter((metric) => metric.figure.kind === 'share').map(({ id }) => id);
    expect(shares).toEqual(
      expect.arrayContaining([
        'service_level',
        'csat',
        'fcr',
        'sla_attainment',
        'bot_containment',
        'one_touch_rate',
      ]),
    );
  });
});
