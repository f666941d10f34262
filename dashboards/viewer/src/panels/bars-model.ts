import type { FieldSettings, Panel } from '../../../model.ts';
import type { Field, Frame } from '../grafana/frame.ts';
import { wordOf } from '../grafana/level.ts';
import { seriesColor } from '../grafana/series-look.ts';
import { isUnseen, settingsOf } from '../grafana/settings.ts';
import type { Environment } from '../state/context.ts';

export interface BarSeries {
  readonly field: Field;
  readonly settings: FieldSettings;
  readonly title: string;
  readonly color: string;
}

/** What bars are drawn of: a name a row, and one or several figures beside it. */
export interface Bars {
  readonly names: readonly string[];
  /** The texts of each row by their columns. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly series: readonly BarSeries[];
}

/** Reads a table: its texts name the rows, its numbers are the bars. */
export function barsOf(
  panel: Panel,
  frame: Frame,
  { titleOf, fromDashboard }: Pick<Environment, 'titleOf' | 'fromDashboard'>,
): Bars {
  const texts = frame.fields.filter(
    (field) => field.type === 'string' && !isUnseen(settingsOf(panel.fieldConfig, field)),
  );
  const figures = frame.fields.filter(({ type }) => type === 'number');
  const labels = Array.from({ length: frame.length }, (_, row) =>
    Object.fromEntries(texts.map(({ name, values }) => [name, String(values[row] ?? '')])),
  );
  return {
    labels,
    names: labels.map((row) =>
      Object.entries(row)
        .map(([name, value]) => {
          const settings = settingsOf(panel.fieldConfig, { name });
          return settings.mappings ? fromDashboard(wordOf(value, settings).text) : titleOf(name, value);
        })
        .join(' · '),
    ),
    series: figures.map((field, index) => {
      const settings = settingsOf(panel.fieldConfig, field);
      const title = fromDashboard(settings.displayName ?? field.name);
      return { field, settings, title, color: seriesColor(settings, index) };
    }),
  };
}

/** The greatest figure: the length of a full bar. */
export function greatest({ series, names }: Bars, stacked: boolean): number {
  const figure = ({ field }: BarSeries, row: number) => Number(field.values[row] ?? 0);
  const ends = names.map((_, row) => {
    const figures = series.map((one) => figure(one, row));
    return stacked ? figures.reduce((sum, value) => sum + value, 0) : Math.max(...figures);
  });
  return Math.max(...ends, Number.MIN_VALUE);
}
