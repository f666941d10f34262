import type { CSSProperties } from 'preact';
import type { FieldSettings } from '../../../model.ts';
import { type Open, useDrill } from '../drill/use-drill.ts';
import type { Part } from '../format/duration.ts';
import { figureParts } from '../format/value.ts';
import { type Level, levelOf } from '../grafana/level.ts';
import { type Figure as Reduced, type ReduceOptions, reduce } from '../grafana/reduce.ts';
import { settingsOf } from '../grafana/settings.ts';
import { useEnvironment } from '../state/context.ts';
import { Figure } from '../ui/figure.tsx';
import { Opener } from '../ui/opener.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import type { PanelProps } from './panel-props.ts';
import { Sparkline } from './sparkline.tsx';

interface StatFigureProps {
  readonly figure: Reduced;
  readonly settings: FieldSettings;
  readonly level: Level | null;
  readonly named: boolean;
  readonly graph: boolean;
  /** Of the longest figure beside it, so that all are of one size. */
  readonly length: number;
  readonly open: Open;
  readonly title: string;
}

/** Chinese characters are as wide as they are high. */
const widthOf = (character: string) => (character > '\u2e80' ? 1.7 : 1);

/** How wide a written value is, in digits; units are set smaller. */
const lengthOf = (parts: readonly Part[]) =>
  parts.reduce(
    (sum, { text, unit }) =>
      sum + [...text].reduce((width, one) => width + widthOf(one), 0) * (unit ? 0.7 : 1),
    0,
  );

function StatFigure({ figure, settings, level, named, graph, length, open, title }: StatFigureProps) {
  const { locale, fromDashboard } = useEnvironment();
  const parts = figureParts(figure.value, settings, locale);
  return (
    <div class="stat-figure" data-field={figure.field.name} data-value={figure.value ?? ''}>
      {named && <div class="stat-name">{fromDashboard(settings.displayName ?? figure.field.name)}</div>}
      <div
        class="stat-value"
        data-color={level?.color}
        style={{ '--length': Math.max(length + 0.8, 3) } as CSSProperties}
      >
        <Opener open={open} of={title}>
          <Figure parts={parts} />
        </Opener>
        {level && <SeverityMark severity={level.severity} />}
      </div>
      {graph && <Sparkline values={figure.field.values} color={level?.color ?? 'blue'} />}
    </div>
  );
}

/** Big figures, one a field. */
export function Stat({ panel, frames }: PanelProps) {
  const { locale, fromDashboard } = useEnvironment();
  const drill = useDrill(panel);
  const options = panel.options as unknown as {
    reduceOptions: ReduceOptions;
    colorMode: string;
    graphMode: string;
    orientation: string;
  };
  const figures = reduce(frames, options.reduceOptions).map((figure) => {
    const settings = settingsOf(panel.fieldConfig, figure.field);
    return { figure, settings, length: lengthOf(figureParts(figure.value, settings, locale)) };
  });
  const longest = Math.max(...figures.map(({ length }) => length));
  return (
    <div class="stat" data-orientation={options.orientation}>
      {figures.map(({ figure, settings }) => (
        <StatFigure
          key={figure.field.name}
          figure={figure}
          settings={settings}
          level={options.colorMode === 'none' ? null : levelOf(figure.value, settings)}
          named={figures.length > 1}
          graph={options.graphMode === 'area'}
          length={longest}
          open={drill(figure.field.name, {})}
          title={fromDashboard(
            settings.displayName ?? (figures.length > 1 ? figure.field.name : panel.title),
          )}
        />
      ))}
    </div>
  );
}
