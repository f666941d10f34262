import { describe, expect, it } from 'vitest';
import { toAgent } from '../../dashboards/source/build/evaluation.ts';
import { endpoint, number, text } from '../../dashboards/source/build/target.ts';
import { readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { linkOf } from '../../dashboards/viewer/src/grafana/link.ts';
import { textsIn } from '../../dashboards/viewer/src/i18n/index.ts';
import { withMetricTitles } from '../../dashboards/viewer/src/i18n/metric-titles.ts';

const fields = [{ name: 'agent', values: ['a&b', 'ann'] }];

describe('a data link', () => {
  it('leads from a row to its page, with what is chosen', () => {
    const chosen = { period: ['week'], at: ['-1'], feedback: [] };
    expect(linkOf(toAgent.links[0]!.url, fields, 0, chosen)).toBe(
      '/d/agent?var-agent=a%26b&var-period=week&var-at=-1&',
    );
  });

  it('that is not understood leads nowhere', () => {
    for (const reference of ['__data.fields.team', 'period', '__value.raw'])
      expect(() => linkOf(`/d/agent?x=\${${reference}}`, fields, 0, {})).toThrow('not understood');
  });
});

describe('rows of one of a list', () => {
  const target = endpoint({ url: '/x', rows: 'cards.0.metrics', columns: [number('points')] });

  it('are none where the list does not have it', () => {
    expect(readFrame(target, { cards: [] }).length).toBe(0);
    expect(readFrame(target, { cards: [null] }).length).toBe(0);
    expect(readFrame(target, { cards: [{ metrics: [{ points: 3 }] }] }).fields[0]!.values).toEqual([3]);
  });

  it('are a fault where there is no list, or the item has no rows', () => {
    expect(() => readFrame(target, {})).toThrow('no rows');
    expect(() => readFrame(target, { cards: [{}] })).toThrow('no rows');
  });
});

it('titles of metrics are in the language of the page, other titles as they came', () => {
  const columns = [
    text('title'),
    text('id', 'metric'),
    text('worst', 'worst_title'),
    text('worstId', 'worst_metric'),
  ];
  const rows = [
    { title: 'Average handle time', id: 'aht', worst: null, worstId: null },
    { title: 'Of our own', id: 'own', worst: 'SLA attainment', worstId: 'sla_attainment' },
  ];
  const frame = readFrame(endpoint({ url: '/x', rows: '', columns }), rows);
  const titles = (language: 'en' | 'zh') =>
    withMetricTitles(frame, textsIn(language, []).ofMetric).fields.filter(({ name }) =>
      name.endsWith('title'),
    );
  expect(titles('zh').map(({ values }) => values)).toEqual([
    ['平均处理时长', 'Of our own'],
    [null, 'SLA 达成率'],
  ]);
  expect(titles('en')[0]!.values).toEqual(['Average handle time', 'Of our own']);
});
