import { useDrill } from '../drill/use-drill.ts';
import { figureParts } from '../format/value.ts';
import { levelOf } from '../grafana/level.ts';
import { type ReduceOptions, reduce } from '../grafana/reduce.ts';
import { settingsOf } from '../grafana/settings.ts';
import { useEnvironment } from '../state/context.ts';
import { Figure } from '../ui/figure.tsx';
import { Opener } from '../ui/opener.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import type { PanelProps } from './panel-props.ts';

const radius = 42;
/** The arc covers three quarters of a circle, open at the bottom. */
const sweep = 0.75;
const circle = 2 * Math.PI * radius;

/** One figure on an arc from `min` to `max`, with its thresholds as a thin rim. */
export function Gauge({ panel, frames }: PanelProps) {
  const { locale, fromDashboard } = useEnvironment();
  const drill = useDrill(panel);
  const { reduceOptions } = panel.options as unknown as { reduceOptions: ReduceOptions };
  const figure = reduce(frames, reduceOptions)[0];
  if (!figure) return null;
  const settings = settingsOf(panel.fieldConfig, figure.field);
  const { min = 0, max = 1 } = settings;
  const share = (value: number) => Math.max(0, Math.min(1, (value - min) / (max - min)));
  const level = levelOf(figure.value, settings);
  const steps = settings.thresholds?.steps ?? [];
  return (
    <div class="gauge" data-value={figure.value ?? ''}>
      <svg class="gauge-arc" viewBox="0 0 100 88" aria-hidden="true" focusable="false">
        <g transform="rotate(135 50 50)">
          {steps.map((step, index) => {
            const from = share(step.value ?? min);
            const to = share(steps[index + 1]?.value ?? max);
            return (
              <circle
                key={step.color}
                class="gauge-rim"
                data-color={step.color}
                cx="50"
                cy="50"
                r={radius + 5.5}
                pathLength={circle}
                stroke-dasharray={`${(to - from) * sweep * circle} ${circle}`}
                stroke-dashoffset={-from * sweep * circle}
              />
            );
          })}
          <circle
            class="gauge-rest"
            cx="50"
            cy="50"
            r={radius}
            stroke-dasharray={`${sweep * circle} ${circle}`}
          />
          <circle
            class="gauge-done"
            data-color={level?.color ?? 'blue'}
            cx="50"
            cy="50"
            r={radius}
            stroke-dasharray={`${share(figure.value ?? min) * sweep * circle} ${circle}`}
          />
        </g>
      </svg>
      <div class="gauge-figure" data-color={level?.color}>
        <Opener open={drill(figure.field.name, {})} of={fromDashboard(settings.displayName ?? panel.title)}>
          <Figure parts={figureParts(figure.value, settings, locale)} />
        </Opener>
        {level && <SeverityMark severity={level.severity} />}
      </div>
    </div>
  );
}
