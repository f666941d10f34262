import { useEnvironment } from '../state/context.ts';

interface LegendProps {
  readonly series: readonly { readonly title: string; readonly color: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (title: string) => void;
}

/** The series by name; each can be taken away and brought back. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  const { t } = useEnvironment();
  return (
    <ul class="legend" aria-label={t('legend.label')}>
      {series.map(({ title, color }) => (
        <li key={title}>
          <button
            type="button"
            class="legend-item"
            aria-pressed={!hidden.has(title)}
            onClick={() => onToggle(title)}
          >
            <span class="swatch" data-color={color} />
            {title}
          </button>
        </li>
      ))}
    </ul>
  );
}
