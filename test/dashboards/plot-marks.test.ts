import type uPlot from 'uplot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { plotMarks } from '../../dashboards/viewer/src/panels/plot-marks.ts';
import type { Mark } from '../../dashboards/viewer/src/state/marks.ts';

const theme = {
  color: (name: string) => name,
  translucent: (name: string, opacity: number) => `${name} ${opacity}`,
  rem: 10,
  font: '',
};

beforeEach(() => vi.stubGlobal('devicePixelRatio', 1));
afterEach(() => vi.unstubAllGlobals());

const mark = (time: number, end = time, color = 'orange'): Mark => ({ time, end, title: '', color });

/** Draws marks in a plot of the times 100 to 200, a pixel each; tells where there are bands and lines. */
function draw(marks: readonly Mark[]) {
  const bands: [from: number, to: number, color: string][] = [];
  const lines: number[] = [];
  const ctx = {
    fillStyle: '',
    fillRect(left: number, top: number, width: number, height: number) {
      expect([top, height]).toEqual([5, 50]);
      bands.push([left, left + width, this.fillStyle]);
    },
    moveTo: (x: number, y: number) => y === 5 && lines.push(x),
    ...Object.fromEntries(
      ['save', 'restore', 'setLineDash', 'beginPath', 'lineTo', 'stroke', 'fill'].map((name) => [
        name,
        () => {},
      ]),
    ),
  };
  const bbox = { left: 100, top: 5, width: 100, height: 50 };
  plotMarks(() => marks, theme)({ ctx, bbox, valToPos: (value: number) => value } as unknown as uPlot);
  return { bands, lines };
}

it('a mark has a line where it begins and a light band to its end', () => {
  expect(draw([mark(120, 150)])).toEqual({ bands: [[120, 150, 'orange 0.07']], lines: [120] });
});

it('an instant has a line only', () => {
  expect(draw([mark(120)])).toEqual({ bands: [], lines: [120] });
});

it('a band stays within the plot, and a begin before it has no line', () => {
  expect(draw([mark(20, 150), mark(180, 900)])).toEqual({
    bands: [
      [100, 150, 'orange 0.07'],
      [180, 200, 'orange 0.07'],
    ],
    lines: [180],
  });
  expect(draw([mark(20, 90), mark(210, 900)])).toEqual({ bands: [], lines: [] });
});

it('bands of one colour do not add up', () => {
  const marks = [mark(150, 170), mark(120, 160), mark(130, 140), mark(110, 180, 'red')];
  expect(draw(marks).bands).toEqual([
    [110, 180, 'red 0.07'],
    [120, 170, 'orange 0.07'],
  ]);
});

it('of lines that would touch there is only the first', () => {
  expect(draw([mark(124), mark(120), mark(140)]).lines).toEqual([120, 140]);
  expect(draw([mark(124, 124, 'purple'), mark(120)]).lines, 'of two colours both').toEqual([120, 124]);
});
