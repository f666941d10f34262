import { figureText } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import { answeredRange } from './answered-range.ts';
import { chartModel } from './chart-model.ts';
import type { PanelProps } from './panel-props.ts';
import { Strips } from './strips.tsx';

const color = 'teal';
/** The least of the colour that a value shows, so that it is told from none. */
const faintest = 0.06;

/** Series as rows, time as columns, the value as depth of colour. */
export function Heatmap({ panel, frames, bodies }: PanelProps) {
  const environment = useEnvironment();
  const { locale } = environment;
  const { times, series } = chartModel(panel, frames, environment);
  const { from, to } = answeredRange(bodies, times);
  const values = series.flatMap(({ field }) => field.values.filter((value) => typeof value === 'number'));
  const settings = panel.fieldConfig?.defaults ?? {};
  const low = settings.min ?? Math.min(...values);
  const high = settings.max ?? Math.max(...values);
  const strengthOf = (value: number) => faintest + (1 - faintest) * ((value - low) / (high - low || 1));
  const strips = series.map(({ title, field }) => ({
    title,
    segments: field.values.flatMap((value, index) =>
      typeof value === 'number'
        ? [
            {
              from: times[index]!,
              to: Math.min(times[index + 1] ?? to, to),
              text: figureText(value, settings, locale),
              color,
              strength: strengthOf(value),
            },
          ]
        : [],
    ),
  }));
  return (
    <div class="heatmap">
      <Strips strips={strips} from={from} to={to} />
      <div class="scale" aria-hidden="true">
        {figureText(low, settings, locale)}
        <span class="scale-bar" data-color={color} />
        {figureText(high, settings, locale)}
      </div>
    </div>
  );
}
