import type uPlot from 'uplot';
import { type Mark, united } from '../state/marks.ts';
import type { CanvasTheme } from '../ui/theme.ts';

/** Opacity of the bands: series, grid and text over them must stay what one sees. */
const bandOpacity = 0.07;

/**
 * Draws marks behind the series: a light band from begin to end, and at the begin a line with a foot. Bands of one
 * colour are united, so that they never add up; of its lines that would touch only the first is drawn.
 *
 * @param marks read anew at each drawing
 */
export function plotMarks(marks: () => readonly Mark[], theme: CanvasTheme): (plot: uPlot) => void {
  return (plot) => {
    const inOrder = [...marks()].sort((a, b) => a.time - b.time);
    plot.ctx.save();
    bands(plot, inOrder, theme);
    lines(plot, inOrder, theme);
    plot.ctx.restore();
  };
}

function bands(plot: uPlot, marks: readonly Mark[], theme: CanvasTheme): void {
  const { ctx, bbox } = plot;
  const inside = (time: number) =>
    Math.min(Math.max(plot.valToPos(time, 'x', true), bbox.left), bbox.left + bbox.width);
  for (const color of new Set(marks.map((mark) => mark.color))) {
    ctx.fillStyle = theme.translucent(color, bandOpacity);
    const spans = marks
      .filter((mark) => mark.color === color)
      .map(({ time, end }) => ({ from: inside(time), to: inside(end) }));
    for (const { from, to } of united(spans)) {
      if (to > from) ctx.fillRect(from, bbox.top, to - from, bbox.height);
    }
  }
}

function lines(plot: uPlot, marks: readonly Mark[], theme: CanvasTheme): void {
  const { ctx, bbox } = plot;
  const size = theme.rem * 0.32 * devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  ctx.setLineDash([2, 3]);
  ctx.lineWidth = devicePixelRatio;
  const last = new Map<string, number>();
  for (const { time, color } of marks) {
    const x = plot.valToPos(time, 'x', true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width) || x - (last.get(color) ?? -Infinity) < size * 2.2)
      continue;
    last.set(color, x);
    ctx.strokeStyle = theme.translucent(color, 0.6);
    ctx.fillStyle = theme.color(color);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bottom - size * 1.6);
    ctx.lineTo(x + size, bottom);
    ctx.lineTo(x - size, bottom);
    ctx.fill();
  }
}
