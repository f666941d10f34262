import type uPlot from 'uplot';
import type { FieldSettings } from '../../../model.ts';
import type { Dates } from '../format/date.ts';
import { durationParts } from '../format/duration.ts';
import { figureText } from '../format/value.ts';
import type { CanvasTheme } from '../ui/theme.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const dayMs = 24 * hour;
// Steps at which durations read well: 15 s and 15 min rather than 20 s and 1,000 s.
const durationSteps = [
  ...[1, 10, 100, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 4, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 30, 100].map((count) => count * dayMs),
];

// Nobody waits by halves.
const countSteps = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

function stepsOf(unit: string | undefined): number[] | undefined {
  if (unit === 'ms') return durationSteps;
  return unit === 'none' || unit === 'short' ? countSteps : undefined;
}

/** The axis of time: clock times, and the day where a new one begins. */
export function timeAxis(theme: CanvasTheme, dates: Dates): uPlot.Axis {
  return {
    stroke: theme.color('muted'),
    font: theme.font,
    grid: { show: false },
    ticks: { show: true, stroke: theme.color('line'), width: 1, size: 4 },
    size: Math.round(theme.rem * 1.6),
    gap: 4,
    space: Math.round(theme.rem * 5),
    values: (_plot, splits, _axis, _space, step) =>
      splits.map((ms) => {
        const time = dates.time(ms);
        return step >= dayMs || time === '00:00' ? dates.day(ms) : time;
      }),
  };
}

/** The axis of values, in the unit of the panel. */
export function valueAxis(theme: CanvasTheme, settings: FieldSettings, locale: string): uPlot.Axis {
  const { decimals: _, ...unit } = settings;
  const brief = (ms: number) =>
    durationParts(ms, locale, true)
      .map(({ text }) => text)
      .join('');
  return {
    stroke: theme.color('muted'),
    font: theme.font,
    grid: { stroke: theme.color('line'), width: 1 },
    ticks: { show: false },
    gap: 6,
    space: Math.round(theme.rem * 2.2),
    size: (plot, labels) => {
      if (!labels) return Math.round(theme.rem * 3);
      plot.ctx.font = theme.font;
      const widest = Math.max(...labels.map((label) => plot.ctx.measureText(label).width));
      return Math.ceil(widest / devicePixelRatio) + Math.round(theme.rem * 0.9);
    },
    ...(stepsOf(settings.unit) ? { incrs: stepsOf(settings.unit)! } : {}),
    values: (_plot, splits) =>
      splits.map((value) => (settings.unit === 'ms' ? brief(value) : figureText(value, unit, locale))),
  };
}
