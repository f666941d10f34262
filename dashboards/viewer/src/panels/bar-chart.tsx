import { useState } from 'preact/hooks';
import { useDrill } from '../drill/use-drill.ts';
import { figureText } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import { Opener } from '../ui/opener.tsx';
import { barsOf, greatest } from './bars-model.ts';
import { FloatingBars, isFloating } from './floating-bars.tsx';
import { Legend } from './legend.tsx';
import type { PanelProps } from './panel-props.ts';

/** Bars side by side or in one line, a row of the table each. */
export function BarChart({ panel, frames }: PanelProps) {
  const environment = useEnvironment();
  const { locale, fromDashboard } = environment;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const drill = useDrill(panel);
  const all = barsOf(panel, frames[0]!, environment);
  if (isFloating(all)) return <FloatingBars label={fromDashboard(panel.title)} bars={all} />;
  const { labels } = all;
  const shown = { ...all, series: all.series.filter(({ title }) => !hidden.has(title)) };
  const stacked = panel.options?.stacking === 'normal';
  const full = panel.fieldConfig?.defaults.max ?? greatest(shown, stacked);
  return (
    <div class="bars">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="bars-rows" data-stacked={stacked} tabIndex={0} aria-label={fromDashboard(panel.title)}>
        {shown.names.map((name, row) => (
          <div class="bars-row" key={name}>
            <span class="bars-name">{name}</span>
            <span class="bars-set">
              {shown.series.map(({ title, color, field, settings }) => {
                const value = field.values[row] ?? null;
                const text = figureText(value, settings, locale);
                return (
                  <span class="bars-line" key={title} title={`${title}: ${text}`}>
                    <span
                      class="bars-bar"
                      data-color={color}
                      style={{ width: `${(Math.max(0, Number(value ?? 0)) / full) * 100}%` }}
                    />
                    <span class="bars-value">
                      <Opener open={drill(field.name, labels[row] ?? {})} of={`${name}, ${title}`}>
                        {text}
                      </Opener>
                    </span>
                  </span>
                );
              })}
            </span>
          </div>
        ))}
      </section>
      {all.series.length > 1 && (
        <Legend
          series={all.series}
          hidden={hidden}
          onToggle={(title) => {
            const next = new Set(hidden);
            if (!next.delete(title)) next.add(title);
            setHidden(next);
          }}
        />
      )}
    </div>
  );
}
