import type { ForecastDay, ForecastRow } from './days-model.ts';

interface DayCurveProps {
  readonly day: ForecastDay;
  /** Days whose actual figures are drawn behind it. */
  readonly others?: readonly ForecastDay[];
  /** The greatest figure that is drawn. */
  readonly top: number;
  /** The instant that is looked behind, in the time from midnight, ms; null: not marked. */
  readonly mark?: number | null;
}

type Figure = 'forecast' | 'actual' | 'lower80' | 'upper80';

/** A day from midnight to midnight: what came, what was forecast, and between which borders. */
export function DayCurve({ day, others = [], top, mark = null }: DayCurveProps) {
  const x = ({ from, to }: ForecastDay, at: number) => ((at - from) / (to - from)) * 100;
  const y = (value: number) => 40 - (value / top) * 38;
  const points = (of: ForecastDay, rows: readonly ForecastRow[], name: Figure) =>
    rows
      .flatMap((row) => {
        const value = row[name];
        return value === null ? [] : [`${x(of, Date.parse(row.bucket)).toFixed(2)},${y(value).toFixed(2)}`];
      })
      .join(' ');
  const band = `${points(day, day.rows, 'upper80')} ${points(day, [...day.rows].reverse(), 'lower80')}`;
  const line = (of: ForecastDay, name: Figure, look: string) => (
    <polyline
      key={`${of.from} ${look}`}
      class={`curve-${look}`}
      points={points(of, of.rows, name)}
      vector-effect="non-scaling-stroke"
    />
  );
  const marked = mark === null ? null : (mark / (day.to - day.from)) * 100;
  return (
    <svg class="curve" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <polygon class="curve-band" points={band} />
      {marked !== null && (
        <line class="curve-mark" x1={marked} x2={marked} y1="0" y2="40" vector-effect="non-scaling-stroke" />
      )}
      {others.map((other) => line(other, 'actual', 'other'))}
      {line(day, 'forecast', 'forecast')}
      {line(day, 'actual', 'actual')}
    </svg>
  );
}
