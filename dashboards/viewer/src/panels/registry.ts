import type { ComponentType } from 'preact';
import type { PanelType } from '../../../model.ts';
import { BarChart } from './bar-chart.tsx';
import { BarGauge } from './bar-gauge.tsx';
import { Gauge } from './gauge.tsx';
import { Heatmap } from './heatmap.tsx';
import type { PanelProps } from './panel-props.ts';
import { SeriesTable } from './series-table.tsx';
import { Stat } from './stat.tsx';
import { StateTimeline } from './state-timeline.tsx';
import { Table } from './table.tsx';
import { Text } from './text.tsx';
import { Timeseries } from './timeseries.tsx';

interface Drawing {
  readonly chart: ComponentType<PanelProps>;
  /** The same as a table, where the drawing is not one or plain figures. */
  readonly table?: ComponentType<PanelProps>;
}

/** How each type of panel is drawn; a row is a heading of the board, and no panel. */
export const drawings: Readonly<Record<Exclude<PanelType, 'row'>, Drawing>> & { readonly row?: Drawing } = {
  barchart: { chart: BarChart, table: Table },
  bargauge: { chart: BarGauge, table: Table },
  gauge: { chart: Gauge },
  heatmap: { chart: Heatmap, table: SeriesTable },
  stat: { chart: Stat },
  'state-timeline': { chart: StateTimeline, table: SeriesTable },
  table: { chart: Table },
  text: { chart: Text },
  timeseries: { chart: Timeseries, table: SeriesTable },
};
