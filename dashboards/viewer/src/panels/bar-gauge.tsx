import { useDrill } from '../drill/use-drill.ts';
import { figureParts } from '../format/value.ts';
import { levelOf } from '../grafana/level.ts';
import { useEnvironment } from '../state/context.ts';
import { Figure } from '../ui/figure.tsx';
import { Opener } from '../ui/opener.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { barsOf, greatest } from './bars-model.ts';
import type { PanelProps } from './panel-props.ts';

/** A figure a row on a bar from the field's `min` to its `max`, in the colour of its threshold. */
export function BarGauge({ panel, frames }: PanelProps) {
  const environment = useEnvironment();
  const { locale, fromDashboard } = environment;
  const drill = useDrill(panel);
  const bars = barsOf(panel, frames[0]!, environment);
  const full = panel.fieldConfig?.defaults.max ?? greatest(bars, false);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="bars-rows" tabIndex={0} aria-label={fromDashboard(panel.title)}>
      {bars.names.flatMap((name, row) =>
        bars.series.map(({ field, settings, title }) => {
          const value = field.values[row] ?? null;
          const figure = typeof value === 'number' ? value : null;
          const level = levelOf(figure, settings);
          return (
            <div class="bars-row" key={`${name} ${title}`} data-value={figure ?? ''}>
              <span class="bars-name">{bars.series.length > 1 ? `${name} · ${title}` : name}</span>
              <span class="gauge-track" data-color={level?.color ?? 'blue'}>
                <span class="gauge-fill" style={{ width: `${Math.min(1, (figure ?? 0) / full) * 100}%` }} />
              </span>
              <span class="gauge-value" data-color={level?.color}>
                {level && <SeverityMark severity={level.severity} />}
                <Opener open={drill(field.name, bars.labels[row] ?? {})} of={`${name}, ${title}`}>
                  <Figure parts={figureParts(figure, settings, locale)} />
                </Opener>
              </span>
            </div>
          );
        }),
      )}
    </section>
  );
}
