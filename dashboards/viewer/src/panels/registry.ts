import type { ComponentType } from 'preact';
import type { PanelType } from '../../../model.ts';
import type { PanelProps } from './panel-props.ts';
import { SeriesTable } from './series-table.tsx';
import { Stat } from './stat.tsx';
import { Table } from './table.tsx';
import { Timeseries } from './timeseries.tsx';

interface Drawing {
  readonly chart: ComponentType<PanelProps>;
  /** The same as a table, where the drawing is not one or plain figures. */
  readonly table?: ComponentType<PanelProps>;
}

/** How each type of panel is drawn. */
export const drawings: Readonly<Partial<Record<PanelType, Drawing>>> = {
  stat: { chart: Stat },
  table: { chart: Table },
  timeseries: { chart: Timeseries, table: SeriesTable },
};
