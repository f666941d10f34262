import { figureText } from '../format/value.ts';
import { type Level, levelOf } from '../grafana/level.ts';
import { useEnvironment } from '../state/context.ts';
import { answeredRange } from './answered-range.ts';
import { type ChartSeries, chartModel } from './chart-model.ts';
import type { PanelProps } from './panel-props.ts';
import { type Segment, Strips } from './strips.tsx';

const strengths: Readonly<Record<Level['severity'], number>> = { none: 0.2, good: 0.3, warn: 0.6, bad: 0.85 };
/** Share of the range from which on a stretch has room for its text. */
const roomy = 0.07;

/** Each series as a row of stretches; neighbours on one step of the thresholds are one stretch. */
export function StateTimeline({ panel, frames, bodies }: PanelProps) {
  const environment = useEnvironment();
  const { locale } = environment;
  const { times, series } = chartModel(panel, frames, environment);
  const { from, to } = answeredRange(bodies, times);

  function segmentsOf({ field, settings }: ChartSeries): Segment[] {
    const segments: Segment[] = [];
    field.values.forEach((value, index) => {
      const level = typeof value === 'number' ? levelOf(value, settings) : null;
      if (!level) return;
      const start = times[index]!;
      const end = Math.min(times[index + 1] ?? to, to);
      const last = segments.at(-1);
      const text = figureText(value, settings, locale);
      if (last && last.to === start && last.color === level.color) {
        const [first] = last.text.split(' → ');
        segments[segments.length - 1] = {
          ...last,
          to: end,
          text: first === text ? text : `${first} → ${text}`,
        };
      } else {
        const { color, severity } = level;
        segments.push({ from: start, to: end, text, color, strength: strengths[severity] });
      }
    });
    return segments.map((segment) => {
      const hasRoom = (segment.to - segment.from) / (to - from) > roomy;
      return hasRoom ? { ...segment, label: segment.text.split(' → ')[0]! } : segment;
    });
  }

  const strips = series.map((one) => ({ title: one.title, segments: segmentsOf(one) }));
  return <Strips strips={strips} from={from} to={to} />;
}
