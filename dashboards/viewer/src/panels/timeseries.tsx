import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useEnvironment } from '../state/context.ts';
import { canvasTheme } from '../ui/theme.ts';
import { answeredRange } from './answered-range.ts';
import { chartModel } from './chart-model.ts';
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

/** Series over time, drawn by uPlot. */
export function Timeseries({ panel, frames, bodies }: PanelProps) {
  const environment = useEnvironment();
  const { t, fromDashboard, go, theme, locale, zone } = environment;
  const holder = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const model = useMemo(() => chartModel(panel, frames, environment), [panel, frames, locale]);
  const shown = model.series.map(({ title }) => !hidden.has(title));
  const stacked =
    (panel.fieldConfig?.defaults.custom?.stacking as { mode?: string } | undefined)?.mode === 'normal';
  const data = useMemo(() => plotData(model, shown, stacked), [model, hidden, stacked]);
  const range = useRef({ from: 0, to: 1 });
  range.current = answeredRange(bodies, model.times);
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
        onZoom: (from, to) => go({ from: String(from), to: String(to) }),
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

  function step(by: number) {
    const to = Math.max(0, Math.min(model.times.length - 1, (cursor?.index ?? model.times.length) + by));
    const left = plot.current?.valToPos(model.times[to]!, 'x');
    if (left !== undefined) plot.current?.setCursor({ left, top: 10 });
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
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.preventDefault();
          step(event.key === 'ArrowLeft' ? -1 : 1);
        }}
        onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
      >
        <div class="chart-canvas" ref={holder} />
        {cursor && (
          <ChartTip model={model} shown={shown} index={cursor.index} left={cursor.left} plot={plot} />
        )}
      </div>
      <Legend
        series={model.series}
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
