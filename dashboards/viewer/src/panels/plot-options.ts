import uPlot from 'uplot';
import type { FieldSettings, Panel } from '../../../model.ts';
import { levelOf } from '../grafana/level.ts';
import type { Environment } from '../state/context.ts';
import type { Mark } from '../state/marks.ts';
import type { CanvasTheme } from '../ui/theme.ts';
import type { ChartModel, ChartSeries } from './chart-model.ts';
import { isDashed } from './legend.tsx';
import { timeAxis, valueAxis } from './plot-axes.ts';
import { plotMarks } from './plot-marks.ts';

interface PlotContext {
  readonly panel: Panel;
  readonly model: ChartModel;
  readonly theme: CanvasTheme;
  readonly environment: Pick<Environment, 'dates' | 'locale' | 'zone'>;
  readonly stacked: boolean;
  /** Which series are to be seen, in their order. */
  readonly shown: readonly boolean[];
  /** The range that was asked for, UTC ms, read anew at each drawing. */
  readonly range: () => { readonly from: number; readonly to: number };
  /** Spans to mark, read anew at each drawing. */
  readonly marks: () => readonly Mark[];
  readonly onZoom: (from: number, to: number) => void;
  readonly onCursor: (plot: uPlot) => void;
}

/** The size of a rem at which line widths are what the panel says; larger screens get thicker lines. */
const laptopRem = 14;

const custom = (series: ChartSeries, name: string) => series.settings.custom?.[name];

/** A border of a band has no line of its own. */
const isBare = (series: ChartSeries) => custom(series, 'lineWidth') === 0;

/** Whether a value holds from its time to the next. */
const isStepped = (series: ChartSeries) => custom(series, 'lineInterpolation') === 'stepAfter';

function lineOf(series: ChartSeries, theme: CanvasTheme): uPlot.Series {
  const bars = custom(series, 'drawStyle') === 'bars';
  const opacity = bars ? 1 : Number(custom(series, 'fillOpacity') ?? 0) / 100;
  const scale = theme.rem / laptopRem;
  return {
    label: series.title,
    stroke: theme.color(series.color),
    width: bars ? 0 : Number(custom(series, 'lineWidth') ?? 2) * scale,
    fill: theme.translucent(series.color, opacity),
    points: { show: true, size: 4 * scale, filter: bars || isBare(series) ? () => [] : alone },
    ...(isDashed(series.settings) ? { dash: [6 * scale, 4 * scale] } : {}),
    ...(bars
      ? { paths: barsOf(series, theme) }
      : isStepped(series)
        ? { paths: uPlot.paths.stepped!({ align: 1 }) }
        : {}),
  };
}

/** Bars, in the colours of their thresholds where the panel asks for them. */
function barsOf({ settings }: ChartSeries, theme: CanvasTheme): uPlot.Series.PathBuilder {
  const colors = (plot: uPlot, series: number) =>
    [...plot.data[series]!].map((value) =>
      theme.color((typeof value === 'number' && levelOf(value, settings)?.color) || 'muted'),
    );
  return uPlot.paths.bars!({
    size: [0.8, 64],
    align: 1,
    ...(settings.color?.mode === 'thresholds' ? { disp: { fill: { unit: 3, values: colors } } } : {}),
  });
}

/** The points without neighbours, which no line would show. */
const alone: uPlot.Series.Points.Filter = (plot, series) => {
  const values = plot.data[series]!;
  const lacks = (index: number) => values[index] === null || values[index] === undefined;
  return [...values.keys()].filter((index) => !lacks(index) && lacks(index - 1) && lacks(index + 1));
};

/** Between each series that is to be seen and the next: a stacked area is filled down to the one below it. */
function stackBands(shown: readonly boolean[]): uPlot.Band[] {
  const seen = shown.flatMap((show, index) => (show ? [index + 1] : []));
  return seen.slice(1).map((below, index) => ({ series: [seen[index]!, below] }));
}

/** Between the borders of each band that is to be seen. */
function bandsOf({ series }: ChartModel): uPlot.Band[] {
  return series.flatMap(({ below }, index) =>
    below ? [{ series: [index + 1, series.findIndex(({ field }) => field === below) + 1] }] : [],
  );
}

/** The axis is in the unit of its series where the panel has none: a chart that is of whatever metric is chosen. */
function axisSettings({ series }: ChartModel, defaults: FieldSettings): FieldSettings {
  const unit = defaults.unit ?? series[0]?.settings.unit;
  return unit === undefined ? defaults : { ...defaults, unit };
}

/** Draws the values of the thresholds as dashed lines, where the panel asks for them. */
function thresholdLines(panel: Panel, theme: CanvasTheme): (plot: uPlot) => void {
  const { thresholds, custom: look } = panel.fieldConfig?.defaults ?? {};
  if ((look?.thresholdsStyle as { mode?: string } | undefined)?.mode !== 'line') return () => {};
  return (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.setLineDash([6, 5]);
    ctx.lineWidth = (devicePixelRatio * theme.rem) / laptopRem;
    for (const { value, color } of thresholds?.steps ?? []) {
      if (value === null) continue;
      const y = plot.valToPos(value, 'y', true);
      ctx.strokeStyle = theme.color(color);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  };
}

/** What uPlot needs to draw a panel; its size and data come later. */
export function plotOptions(context: PlotContext): Omit<uPlot.Options, 'width' | 'height'> {
  const { panel, model, theme, environment } = context;
  const defaults = panel.fieldConfig?.defaults ?? {};
  return {
    ms: 1,
    tzDate: (ms) => uPlot.tzDate(new Date(ms), environment.zone),
    padding: [Math.round(theme.rem * 0.5), Math.round(theme.rem * 1.5), 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'dashboard', setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: 6 },
      points: { size: (_plot, index) => (isBare(model.series[index - 1]!) ? 0 : 7) },
      y: false,
    },
    scales: {
      x: { time: true, range: () => [context.range().from, context.range().to] },
      y: {
        range: (_plot, low, high) => [
          defaults.min ?? Math.min((low ?? 0) * 1.08, 0),
          defaults.max ?? Math.max((high ?? 1) * 1.08, Number.MIN_VALUE),
        ],
      },
    },
    axes: [
      timeAxis(theme, environment.dates),
      valueAxis(theme, axisSettings(model, defaults), environment.locale),
    ],
    series: [{}, ...model.series.map((series) => lineOf(series, theme))],
    bands: context.stacked ? stackBands(context.shown) : bandsOf(model),
    hooks: {
      drawAxes: [thresholdLines(panel, theme), plotMarks(context.marks, theme)],
      setCursor: [context.onCursor],
      setSelect: [
        (plot) => {
          if (plot.select.width < 6) return;
          const from = Math.round(plot.posToVal(plot.select.left, 'x'));
          const to = Math.round(plot.posToVal(plot.select.left + plot.select.width, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          context.onZoom(from, to);
        },
      ],
    },
  };
}
