import type { FieldSettings } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';

interface LegendSeries {
  readonly title: string;
  readonly color: string;
  /** Of a band: its lower border. */
  readonly below?: unknown;
  readonly settings?: FieldSettings;
}

interface LegendProps {
  readonly series: readonly LegendSeries[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (title: string) => void;
}

/** The series by name; each can be taken away and brought back. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  const { t } = useEnvironment();
  return (
    <ul class="legend" aria-label={t('legend.label')}>
      {series.map((one) => (
        <li key={one.title}>
          <button
            type="button"
            class="legend-item"
            aria-pressed={!hidden.has(one.title)}
            onClick={() => onToggle(one.title)}
          >
            <span class={swatchOf(one)} data-color={one.color} />
            {one.title}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The look of the sign that stands for a series: a line, a dashed one, or a band. */
export function swatchOf({ below, settings }: Pick<LegendSeries, 'below' | 'settings'>): string {
  if (below) return 'swatch swatch-band';
  return settings && isDashed(settings) ? 'swatch swatch-dashed' : 'swatch';
}

/** Whether the panel asks for a line of dashes. */
export const isDashed = ({ custom }: FieldSettings): boolean =>
  (custom?.lineStyle as { fill?: string } | undefined)?.fill === 'dash';
