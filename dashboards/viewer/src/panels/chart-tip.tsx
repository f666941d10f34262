import type { RefObject } from 'preact';
import type uPlot from 'uplot';
import type { Dates } from '../format/date.ts';
import { figureText } from '../format/value.ts';
import { levelOf } from '../grafana/level.ts';
import { useEnvironment } from '../state/context.ts';
import { type Mark, marksWithin } from '../state/marks.ts';
import { type ChartModel, type ChartSeries, toldSeries } from './chart-model.ts';
import { Swatch } from './legend.tsx';

/** Of more marks in one bucket their number is told. */
const mostMarks = 3;

interface ChartTipProps {
  readonly model: ChartModel;
  readonly marks: readonly Mark[];
  readonly shown: readonly boolean[];
  readonly index: number;
  /** Of the crosshair, in CSS pixels from the plot's left edge. */
  readonly left: number;
  readonly plot: RefObject<uPlot | null>;
}

/** The values at the crosshair, on the side of it that has room; spoken when the crosshair moves. */
export function ChartTip({ model, marks, shown, index, left, plot }: ChartTipProps) {
  const { dates, locale } = useEnvironment();
  const time = model.times[index];
  if (time === undefined || !plot.current) return null;
  const until = model.times[index + 1] ?? Number.POSITIVE_INFINITY;
  const here = marksWithin(marks, time, until);
  const { over } = plot.current;
  const right = left > over.clientWidth / 2;
  const x = over.offsetLeft + left;
  return (
    <output class="tip" style={right ? { right: `calc(100% - ${x - 12}px)` } : { left: `${x + 12}px` }}>
      <span class="tip-time">{dates.dayAndTime(time)}</span>
      {toldSeries(model).map(
        (series) =>
          shown[series.index] && (
            <span class="tip-row" key={series.title}>
              <Swatch of={series} at={colorAt(series, index)} />
              <span class="tip-name">{series.title}</span>
              <span class="tip-value">{valueText(series, index, locale)}</span>
            </span>
          ),
      )}
      {here.slice(0, mostMarks).map((mark) => (
        <span class="tip-row" key={`${mark.time} ${mark.title}`}>
          <span class="swatch swatch-mark" data-color={mark.color} />
          <span class="tip-name">{mark.title}</span>
          <span class="tip-value">{spanText(mark, time, dates)}</span>
        </span>
      ))}
      {here.length > mostMarks && <span class="tip-time">+ {here.length - mostMarks}</span>}
    </output>
  );
}

/** From when to when, with the day of what is not on the crosshair's. */
function spanText({ time, end }: Mark, at: number, dates: Dates): string {
  const today = dates.day(at);
  const [from, to] = [time, end].map((ms) =>
    dates.day(ms) === today ? dates.time(ms) : dates.dayAndTime(ms),
  );
  return from === to ? from! : `${from} – ${to}`;
}

/** The value of a series at a time; of a band, from where to where it reaches. */
function valueText({ field, below, settings }: ChartSeries, index: number, locale: string): string {
  const [low, high] = [below ?? field, field].map(({ values }) =>
    figureText(values[index] ?? null, settings, locale),
  );
  return low === high ? high! : `${low} – ${high}`;
}

/** The colour of a series, or of its value where values are coloured by thresholds. */
function colorAt({ field, settings, color }: ChartSeries, index: number): string {
  const value = field.values[index];
  const isByValue = settings.color?.mode === 'thresholds' && typeof value === 'number';
  return (isByValue && levelOf(value, settings)?.color) || color;
}
