import type { FieldSettings } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { chartModel } from './chart-model.ts';
import { Grid } from './grid.tsx';
import type { PanelProps } from './panel-props.ts';

/** A chart's numbers as a table, newest first. */
export function SeriesTable({ panel, frames }: PanelProps) {
  const environment = useEnvironment();
  const { t, fromDashboard } = environment;
  const { times, series } = chartModel(panel, frames, environment);
  const settings: FieldSettings = {};
  const time = { name: 'time', type: 'timestamp' as const, values: times, labels: {} };
  return (
    <Grid
      label={fromDashboard(panel.title)}
      columns={[{ field: time, settings, title: t('chart.time') }, ...series]}
      length={times.length}
      firstOrder={{ title: t('chart.time'), descending: true }}
    />
  );
}
