import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Panel } from '../../../model.ts';
import { useDrill } from '../drill/use-drill.ts';
import { type Environment, useEnvironment } from '../state/context.ts';
import { withNow } from '../state/marks.ts';
import { resolveInstant } from '../state/range.ts';
import { rangeOf } from '../state/scope.ts';
import { useMarks } from '../state/use-marks.ts';
import { canvasTheme } from '../ui/theme.ts';
import { answeredRange, narrowedRange } from './answered-range.ts';
import { chartModel, toldSeries } from './chart-model.ts';
import { ChartTip } from './chart-tip.tsx';
import { Legend } from './legend.tsx';
import type { PanelProps } from './panel-props.ts';
import { plotData } from './plot-data.ts';
import { plotOptions } from './plot-options.ts';
import { usePlot } from './use-plot.ts';

interface Cursor {
  readonly index: number;
  readonly left: number;
}

/** Distance of a series that has no point at the crosshair. */
const unreachable = Number.POSITIVE_INFINITY;

/** The range that a chart shows: what was answered, or the stretch of it that was zoomed into. */
function rangeOfChart(
  answered: { readonly from: number; readonly to: number },
  times: readonly number[],
  { timeFrom }: Panel,
  { view, dashboard, zone }: Pick<Environment, 'view' | 'dashboard' | 'zone'>,
) {
  if (timeFrom || view.from === undefined) return answered;
  const now = Date.now();
  const { from, to } = rangeOf(view, dashboard);
  const asked = { from: resolveInstant(from, now, zone), to: resolveInstant(to, now, zone, 'up') };
  return narrowedRange(answered, asked, (times[1] ?? 0) - (times[0] ?? 0));
}

/** Series over time, drawn by uPlot. */
export function Timeseries({ panel, frames, bodies }: PanelProps) {
  const environment = useEnvironment();
  const { t, titleOf, fromDashboard, go, theme, locale, zone } = environment;
  const holder = useRef<HTMLDivElement>(null);
  const drill = useDrill(panel);
  // A drag ends with a click too, which must not open anything.
  const zoomed = useRef(false);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  // Titles come after the first drawing.
  const model = useMemo(() => chartModel(panel, frames, environment), [panel, frames, titleOf, locale]);
  const shown = model.series.map(({ title }) => !hidden.has(title));
  const stacked =
    (panel.fieldConfig?.defaults.custom?.stacking as { mode?: string } | undefined)?.mode === 'normal';
  const data = useMemo(() => plotData(model, shown, stacked), [model, hidden, stacked]);
  const range = useRef({ from: 0, to: 1 });
  range.current = rangeOfChart(answeredRange(bodies, model.times), model.times, panel, environment);
  const known = useMarks();
  const marks = withNow(known, range.current, Date.now(), t('chart.now'));
  const marked = useRef(marks);
  marked.current = marks;
  const titles = model.series.map(({ title }) => title).join('\n');

  const plot = usePlot(
    holder,
    [theme, locale, zone, panel.id, titles, stacked && [...hidden].join()].join('|'),
    () =>
      plotOptions({
        panel,
        model,
        theme: canvasTheme(),
        stacked,
        shown,
        environment,
        range: () => range.current,
        marks: () => marked.current,
        onZoom: (from, to) => {
          zoomed.current = true;
          go({ from: String(from), to: String(to) });
        },
        onCursor: ({ cursor: { idx, left } }) =>
          setCursor(
            idx === null || idx === undefined || (left ?? -1) < 0 ? null : { index: idx, left: left! },
          ),
      }),
    data,
  );
  useEffect(() => {
    shown.forEach((show, index) => {
      if (plot.current?.series[index + 1]?.show !== show) plot.current?.setSeries(index + 1, { show });
    });
  }, [hidden, titles, stacked]);

  useEffect(() => plot.current?.redraw(false), [known]);

  /** Opens the bucket under the crosshair, of the series whose point is nearest to the pointer. */
  function openAtCursor() {
    const made = plot.current;
    if (!made || !cursor || zoomed.current) return;
    const height = made.cursor.top ?? 0;
    const distance = (index: number) => {
      const value = shown[index] ? data[index + 1]?.[cursor.index] : null;
      return typeof value === 'number' ? Math.abs(made.valToPos(value, 'y') - height) : unreachable;
    };
    const [nearest] = model.series
      .map((series, index) => ({ series, distance: distance(index) }))
      .sort((a, b) => a.distance - b.distance);
    if (!nearest || nearest.distance === unreachable) return;
    const from = model.times[cursor.index]!;
    const to = model.times[cursor.index + 1] ?? range.current.to;
    drill(nearest.series.field.name, nearest.series.field.labels, { from, to })?.();
  }

  function step(by: number) {
    const to = Math.max(0, Math.min(model.times.length - 1, (cursor?.index ?? model.times.length) + by));
    const made = plot.current;
    if (!made) return;
    // As if the pointer had moved there: a crosshair that is set by code is not shared with the other charts.
    const { left, top } = made.over.getBoundingClientRect();
    const clientX = left + made.valToPos(model.times[to]!, 'x');
    made.over.dispatchEvent(new MouseEvent('mousemove', { clientX, clientY: top + 1 }));
  }

  return (
    <div class="chart">
      <div
        class="chart-plot"
        role="application"
        aria-label={t('chart.hint', { title: fromDashboard(panel.title) })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move its crosshair
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key === 'Enter') openAtCursor();
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.preventDefault();
          step(event.key === 'ArrowLeft' ? -1 : 1);
        }}
        onPointerDown={() => {
          zoomed.current = false;
        }}
        onClick={openAtCursor}
        onBlur={() => plot.current?.over.dispatchEvent(new MouseEvent('mouseleave'))}
      >
        <div class="chart-canvas" ref={holder} />
        {cursor && (
          <ChartTip
            model={model}
            marks={marks}
            shown={shown}
            index={cursor.index}
            left={cursor.left}
            plot={plot}
          />
        )}
      </div>
      <Legend
        series={toldSeries(model)}
        hidden={hidden}
        onToggle={(title) => {
          const next = new Set(hidden);
          if (!next.delete(title)) next.add(title);
          setHidden(next);
        }}
      />
    </div>
  );
}
