import { describe, expect, it } from 'vitest';
import type { Panel } from '../../dashboards/model.ts';
import { plan } from '../../dashboards/source/plan.ts';
import { readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { chartModel, toldSeries } from '../../dashboards/viewer/src/panels/chart-model.ts';

const words = { titleOf: (_: string, value: string) => value, fromDashboard: (text: string) => text };
const panelOf = (title: string): Panel => plan.panels.find((panel) => panel.title === title)!;

function modelOf(title: string, rows: readonly object[]) {
  const panel = panelOf(title);
  const frames = panel.targets!.map((target) => readFrame(target, { rows }));
  return chartModel(panel, frames, words);
}

const row = {
  bucket: '2024-01-15T10:00:00Z',
  ...{ forecast: 10, lower80: 8, upper80: 12, lower95: 6, upper95: 15, actual: 11 },
};

describe('the series of a forecast', () => {
  const model = modelOf('Forecast of contacts', [row]);

  it('are two bands and two lines: a lower border is told with its band and not by itself', () => {
    expect(toldSeries(model).map(({ title }) => title)).toEqual([
      '95 % interval',
      '80 % interval',
      'Forecast',
      'Actual',
    ]);
  });

  it('have bands from the lower border to the upper one', () => {
    const bands = model.series.flatMap(({ field, below }) => (below ? [[below.name, field.name]] : []));
    expect(bands).toEqual([
      ['lower95', 'upper95'],
      ['lower80', 'upper80'],
    ]);
  });

  it('know their places, so that one can be taken away', () => {
    for (const { index, title } of toldSeries(model)) expect(model.series[index]!.title).toBe(title);
  });
});

it('figures whose colours are those of thresholds take none of the palette', () => {
  const [gap] = modelOf('Gap of the shift plan', [{ bucket: row.bucket, gap: -2 }]).series;
  expect(gap!.color).toBe('text');
});

it('a series without a band reaches down to none', () => {
  const model = modelOf('Required and planned agents', [{ bucket: row.bucket, required: 3, scheduled: 4 }]);
  expect(model.series.map(({ below, isBorder }) => [below, isBorder])).toEqual([
    [null, false],
    [null, false],
  ]);
});
