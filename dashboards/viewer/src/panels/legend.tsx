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
  readonly hidden?: ReadonlySet<string>;
  readonly onToggle?: (title: string) => void;
}

/** The series by name; each can be taken away and brought back, where there is a way to. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  const { t } = useEnvironment();
  return (
    <ul class="legend" aria-label={t('legend.label')}>
      {series.map((one) => {
        const sign = (
          <>
            <Swatch of={one} />
            {one.title}
          </>
        );
        return (
          <li key={one.title}>
            {onToggle ? (
              <button
                type="button"
                class="legend-item"
                aria-pressed={!hidden?.has(one.title)}
                onClick={() => onToggle(one.title)}
              >
                {sign}
              </button>
            ) : (
              <span class="legend-item legend-fixed">{sign}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The sign that stands for a series: a line, a dashed one, or a band as deep as it is drawn. */
export function Swatch({ of: { below, settings, color }, at = color }: SwatchProps) {
  if (below) {
    const opacity = Math.min(1, Number(settings?.custom?.fillOpacity ?? 20) / 50);
    return <span class="swatch swatch-band" data-color={at} style={{ opacity }} />;
  }
  return <span class={settings && isDashed(settings) ? 'swatch swatch-dashed' : 'swatch'} data-color={at} />;
}

interface SwatchProps {
  readonly of: LegendSeries;
  /** Another colour than the series has. */
  readonly at?: string;
}

/** Whether the panel asks for a line of dashes. */
export const isDashed = ({ custom }: FieldSettings): boolean =>
  (custom?.lineStyle as { fill?: string } | undefined)?.fill === 'dash';
