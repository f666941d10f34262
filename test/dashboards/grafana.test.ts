import { describe, expect, it } from 'vitest';
import type { Target } from '../../dashboards/model.ts';
import { endpoint, metrics, number, text } from '../../dashboards/source/build/target.ts';
import { readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { levelOf } from '../../dashboards/viewer/src/grafana/level.ts';
import { reduce } from '../../dashboards/viewer/src/grafana/reduce.ts';
import { requestUrl } from '../../dashboards/viewer/src/grafana/request.ts';
import { toSeries } from '../../dashboards/viewer/src/grafana/series.ts';
import { settingsOf } from '../../dashboards/viewer/src/grafana/settings.ts';

const scope = {
  queue: 'queue=',
  channel: ['voice', 'a, b & c'],
  team: 'team=',
  interval: '$__customInterval(2d,15m,8d,1h,1d)',
  __range_ms: String(3 * 86_400_000),
  __from: 'now-6h',
  __to: 'now',
  __timezone: 'Europe/Berlin',
};

it('a target becomes an address: a parameter a chosen value, none for all, a width by the range', () => {
  const url = new URL(requestUrl(metrics(['offered', 'asa']), scope), 'http://host');
  expect(url.pathname).toBe('/api/v1/query');
  expect([...url.searchParams]).toEqual([
    ['metrics', 'offered,asa'],
    ['interval', '1h'],
    ['from', 'now-6h'],
    ['to', 'now'],
    ['tz', 'Europe/Berlin'],
    ['channel', 'voice'],
    ['channel', 'a, b & c'],
  ]);
});

describe('an answer becomes a table', () => {
  const target = (filter?: string): Target =>
    endpoint({
      url: '/x',
      rows: 'data.agents',
      columns: [text('agent', 'Busy'), text('state'), number('load')],
      ...(filter ? { filter } : {}),
    });
  const body = {
    data: {
      agents: [{ agent: 'a', state: 'busy', load: 2 }, { agent: 'b', state: 'away' }, { state: 'wrap_up' }],
    },
  };

  it('under the names of its columns, with null for what is absent', () => {
    const { fields, length } = readFrame(target(), body);
    expect(length).toBe(3);
    expect(fields.map(({ name, values }) => [name, values])).toEqual([
      ['Busy', ['a', 'b', null]],
      ['state', ['busy', 'away', 'wrap_up']],
      ['load', [2, null, null]],
    ]);
  });

  it('of the rows that the filter keeps', () => {
    const { fields } = readFrame(target("state == 'busy' || state == 'wrap_up'"), body);
    expect(fields[1]?.values).toEqual(['busy', 'wrap_up']);
  });

  it('of one row, where the answer is a single object', () => {
    const lag = endpoint({ url: '/x', rows: '', columns: [number('freshness.p95')] });
    expect(readFrame(lag, { freshness: { p95: 180 } }).fields[0]?.values).toEqual([180]);
  });

  it('or says that the filter or the place of the rows is not understood', () => {
    expect(() => readFrame(target('load > 1'), body)).toThrow('filter not understood: load > 1');
    expect(() => readFrame(target(), { data: {} })).toThrow('no rows at "data.agents"');
  });
});

it('a column of text makes a series of each of its values, with null where one has no row', () => {
  const rows = [
    { bucket: '2024-01-15T11:00:00.000+01:00', queue: 'vip', offered: 1 },
    { bucket: '2024-01-15T11:15:00.000+01:00', queue: 'vip', offered: 2 },
    { bucket: '2024-01-15T11:15:00.000+01:00', queue: 'billing', offered: 3 },
  ];
  const frame = readFrame(metrics(['offered'], { groupBy: 'queue' }), { rows });
  const { times, fields } = toSeries([frame]);
  expect(times).toEqual([Date.UTC(2024, 0, 15, 10), Date.UTC(2024, 0, 15, 10, 15)]);
  expect(fields.map(({ labels, values }) => [labels.queue, values])).toEqual([
    ['vip', [1, 2]],
    ['billing', [null, 3]],
  ]);
});

describe('figures', () => {
  const field = (values: (number | null)[]) => [
    {
      refId: 'A',
      length: values.length,
      fields: [{ name: 'x', type: 'number' as const, values, labels: {} }],
    },
  ];
  it.each([
    ['sum', [1, null, 4], 5],
    ['max', [1, null, 4], 4],
    ['min', [3, null, 2], 2],
    ['mean', [1, null, 4], 2.5],
    ['lastNotNull', [1, 4, null], 4],
    ['count', [1, null, 4], 3],
    ['mean', [null], null],
    ['max', [], null],
  ])('%s', (calc, values, expected) => {
    const [figure] = reduce(field(values), { calcs: [calc], fields: '', values: false });
    expect(figure?.value).toBe(expected);
  });
});

it('later overrides win, and a custom setting leaves the other custom ones alone', () => {
  const config = {
    defaults: { unit: 'none', custom: { lineWidth: 2 } },
    overrides: [
      { matcher: { id: 'byName' as const, options: 'asa' }, properties: [{ id: 'unit', value: 's' }] },
      {
        matcher: { id: 'byRegexp' as const, options: '/^as/' },
        properties: [
          { id: 'unit', value: 'ms' },
          { id: 'custom.fillOpacity', value: 5 },
        ],
      },
    ],
  };
  expect(settingsOf(config, { name: 'asa' })).toEqual({
    unit: 'ms',
    custom: { lineWidth: 2, fillOpacity: 5 },
  });
  expect(settingsOf(config, { name: 'aht' })).toEqual(config.defaults);
});

it('a value stands on the last step that it reaches, and no value stands on none', () => {
  const thresholds = {
    mode: 'absolute' as const,
    steps: [
      { color: 'red', value: null },
      { color: 'green', value: 0.8 },
    ],
  };
  expect(levelOf(0.8, { thresholds })).toEqual({ color: 'green', severity: 'good' });
  expect(levelOf(0.79, { thresholds })).toEqual({ color: 'red', severity: 'bad' });
  expect(levelOf(null, { thresholds })).toBeNull();
});
