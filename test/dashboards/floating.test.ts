import { expect, it } from 'vitest';
import type { BarSeries, Bars } from '../../dashboards/viewer/src/panels/bars-model.ts';
import { floatingRows, floatingScale, isFloating } from '../../dashboards/viewer/src/panels/floating.ts';

const series = (title: string, color: string, values: (number | null)[]): BarSeries => ({
  field: { name: title, type: 'number', labels: {}, values },
  settings: {},
  title,
  color,
});
const bars: Bars = {
  names: ['more', 'either', 'less', 'unknown'],
  labels: [],
  series: [
    series('up to', 'transparent', [2, 0, 0, null]),
    series('more', 'blue', [3, 4, 0, null]),
    series('down to', 'transparent', [0, 0, -1, null]),
    series('less', 'orange', [0, -1, -2, null]),
  ],
};

it('stacked bars on room that is not drawn are spans, on both sides of zero', () => {
  expect(isFloating(bars)).toBe(true);
  const rows = floatingRows(bars);
  expect(rows.map(({ span }) => span)).toEqual([
    { from: 2, to: 5 },
    { from: -1, to: 4 },
    { from: -3, to: -1 },
    null,
  ]);
  expect(rows[1]!.segments.map(({ series: { title }, from, to }) => [title, from, to])).toEqual([
    ['more', 0, 4],
    ['less', -1, 0],
  ]);
  const { from, to } = floatingScale(rows);
  expect([from < -3, to > 5]).toEqual([true, true]);
});

it('stacked bars without such room stand for amounts', () => {
  expect(isFloating({ ...bars, series: bars.series.filter(({ color }) => color !== 'transparent') })).toBe(
    false,
  );
});
