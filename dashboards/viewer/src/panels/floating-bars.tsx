import { figureText, noValue } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import type { Bars } from './bars-model.ts';
import { floatingRows, floatingScale } from './floating.ts';

export { isFloating } from './floating.ts';

/** Spans on both sides of zero, a row each: how a difference is known. */
export function FloatingBars({ label, bars }: { readonly label: string; readonly bars: Bars }) {
  const { locale } = useEnvironment();
  const rows = floatingRows(bars);
  const scale = floatingScale(rows);
  const place = (value: number) => `${((value - scale.from) / (scale.to - scale.from)) * 100}%`;
  const settings = bars.series[0]?.settings ?? {};
  const nothing = figureText(0, settings, locale);
  const write = (value: number) => {
    const size = figureText(Math.abs(value), settings, locale);
    return size === nothing ? size : `${value > 0 ? '+' : '−'}${size}`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="bars-rows floating" tabIndex={0} aria-label={label}>
      {rows.map(({ segments, span }, row) => (
        <div class="bars-row" key={bars.names[row]}>
          <span class="bars-name" title={bars.names[row]}>
            {bars.names[row]}
          </span>
          <span class="floating-track">
            <span class="floating-zero" style={{ left: place(0) }} />
            {segments.map(({ series, from, to }) => (
              <span
                key={series.title}
                class="bars-bar floating-bar"
                data-color={series.color}
                title={series.title}
                style={{ left: place(from), width: `calc(${place(to)} - ${place(from)})` }}
              />
            ))}
          </span>
          <span class="gauge-value">{span ? `${write(span.from)} … ${write(span.to)}` : noValue}</span>
        </div>
      ))}
    </section>
  );
}
