import type { RefObject } from 'preact';
import type uPlot from 'uplot';
import type { Dates } from '../format/date.ts';
import { figureText } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import { type Mark, marksWithin } from '../state/marks.ts';
import type { ChartModel } from './chart-model.ts';

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
      {model.series.map(
        ({ title, color, field, settings }, at) =>
          shown[at] && (
            <span class="tip-row" key={title}>
              <span class="swatch" data-color={color} />
              <span class="tip-name">{title}</span>
              <span class="tip-value">{figureText(field.values[index] ?? null, settings, locale)}</span>
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
